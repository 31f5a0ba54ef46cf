package dev.millrace.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names in an event's JSON object, in the order in which they are written. */
enum EventField {
  PROJECT,
  ID,
  NAME,
  USER,
  ANONYMOUS,
  TIME,
  SENT,
  RECEIVED,
  PROPERTIES,
  CONTEXT;

  /** Without these there is no event; the others have a meaning when they are left out. */
  static final List<EventField> REQUIRED = List.of(PROJECT, ID, NAME, USER, TIME, RECEIVED);

  private static final EventField[] ALL = values();

  private final byte[] text;
  private final byte[] prefix;

  EventField() {
    String name = name().toLowerCase(Locale.ROOT);
    text = name.getBytes(StandardCharsets.UTF_8);
    prefix = ((ordinal() == 0 ? "{\"" : ",\"") + name + "\":").getBytes(StandardCharsets.UTF_8);
  }

  byte[] text() {
    return text;
  }

  /** What stands before the field's value: a brace or a comma, the name, and a colon. */
  byte[] prefix() {
    return prefix;
  }

  /**
   * The field with this name.
   *
   * @param expected where to look first: the one after the last, if the record is of our making
   */
  static @Nullable EventField of(byte[] buffer, int from, int to, int expected) {
    for (int i = 0; i < ALL.length; i++) {
      EventField field = ALL[(expected + i) % ALL.length];
      if (Arrays.equals(field.text, 0, field.text.length, buffer, from, to)) {
        return field;
      }
    }
    return null;
  }
}
