package dev.millrace.log;

import dev.millrace.event.RawJson;

/** Writes the fields of one event into an array of exactly the right size. */
final class EventWriter {
  static final int CLOSING_BRACE = 1;

  private final byte[] target;
  private int at;

  EventWriter(int size) {
    target = new byte[size];
  }

  static int size(EventField field, String text) {
    return field.prefix().length + JsonText.size(text);
  }

  static int size(EventField field, long number) {
    return field.prefix().length + digits(number);
  }

  static int size(EventField field, RawJson json) {
    return field.prefix().length + json.length();
  }

  void text(EventField field, String text) {
    name(field);
    at = JsonText.write(text, target, at);
  }

  void json(EventField field, RawJson json) {
    name(field);
    System.arraycopy(json.buffer(), json.offset(), target, at, json.length());
    at += json.length();
  }

  /**
   * @param number not the smallest long, which has no absolute value; times are far from it
   */
  void number(EventField field, long number) {
    name(field);
    int end = at + digits(number);
    long rest = Math.abs(number);
    int digit = end;
    do {
      target[--digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    if (number < 0) {
      target[at] = '-';
    }
    at = end;
  }

  byte[] finish() {
    target[at++] = '}';
    if (at != target.length) {
      throw new IllegalStateException("sized for " + target.length + " bytes, wrote " + at);
    }
    return target;
  }

  private void name(EventField field) {
    byte[] prefix = field.prefix();
    System.arraycopy(prefix, 0, target, at, prefix.length);
    at += prefix.length;
  }

  /** Length of the number's text, with its sign. */
  private static int digits(long number) {
    int digits = number < 0 ? 2 : 1;
    for (long rest = Math.abs(number) / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
