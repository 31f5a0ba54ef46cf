package dev.millrace.log;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads one event from a record's value: each field at most once, in any order. */
final class EventReader {
  /** A long has 19 digits and a sign; times have fewer. */
  private static final int MAX_TIME_BYTES = 19;

  private final byte[] value;
  private final JsonScanner scanner;

  /** One bit for each field that was read. */
  private int seen;

  private String project = "";
  private String id = "";
  private String name = "";
  private String user = "";
  private @Nullable String anonymous;
  private long time;
  private long sent = Event.NO_TIME;
  private long received;
  private RawJson properties = RawJson.EMPTY;
  private RawJson context = RawJson.EMPTY;

  EventReader(byte[] value) {
    this.value = value;
    scanner = new JsonScanner(value);
  }

  Event read() {
    scanner.whiteSpace();
    scanner.expect('{');
    scanner.whiteSpace();
    if (!scanner.take('}')) {
      int expected = 0;
      do {
        scanner.whiteSpace();
        EventField field = fieldName(expected);
        scanner.whiteSpace();
        scanner.expect(':');
        scanner.whiteSpace();
        if (field == null) {
          scanner.value(EventFormat.MAX_NESTING);
        } else {
          fieldValue(field);
          expected = field.place() + 1;
        }
        scanner.whiteSpace();
      } while (scanner.take(','));
      scanner.expect('}');
    }
    scanner.whiteSpace();
    if (!scanner.atEnd()) {
      throw scanner.poison("more than one value");
    }
    requireFields();
    return new Event(project, id, name, user, anonymous, time, sent, received, properties, context);
  }

  /** The field of this name; null for a name that means nothing to us. */
  private @Nullable EventField fieldName(int expected) {
    int from = scanner.at() + 1;
    scanner.string();
    int to = scanner.at() - 1;
    if (scanner.escaped()) {
      byte[] unescaped = unescape(from, to).getBytes(StandardCharsets.UTF_8);
      return EventField.of(unescaped, 0, unescaped.length, expected);
    }
    return EventField.of(value, from, to, expected);
  }

  private void fieldValue(EventField field) {
    int bit = 1 << field.place();
    if ((seen & bit) != 0) {
      throw scanner.poison(name(field) + " twice");
    }
    seen |= bit;
    switch (field) {
      case PROJECT -> project = text(field, EventFormat.MAX_PROJECT_CHARS);
      case ID -> id = text(field, Event.MAX_ID_CHARS);
      case NAME -> name = text(field, Event.MAX_NAME_CHARS);
      case USER -> user = text(field, Event.MAX_USER_CHARS);
      case ANONYMOUS -> anonymous = text(field, Event.MAX_USER_CHARS);
      case TIME -> time = time(field);
      case SENT -> sent = time(field);
      case RECEIVED -> received = time(field);
      case PROPERTIES -> properties = object(field);
      case CONTEXT -> context = object(field);
    }
  }

  private String text(EventField field, int maxChars) {
    if (scanner.peek() != '"') {
      throw scanner.poison(name(field) + " is no text");
    }
    int from = scanner.at() + 1;
    scanner.string();
    int to = scanner.at() - 1;
    String text =
        scanner.escaped()
            ? unescape(from, to)
            : new String(
                value,
                from,
                to - from,
                scanner.multiByte() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    if (text.isEmpty() || text.length() > maxChars) {
      throw scanner.poison(
          name(field) + " must have 1 to " + maxChars + " chars, has " + text.length());
    }
    return text;
  }

  private long time(EventField field) {
    int from = scanner.at();
    boolean whole = scanner.number();
    int length = scanner.at() - from;
    if (!whole || length > MAX_TIME_BYTES) {
      throw scanner.poison(name(field) + " is not in whole microseconds of years 1 to 9999");
    }
    boolean negative = value[from] == '-';
    long microseconds = 0;
    for (int i = negative ? from + 1 : from; i < scanner.at(); i++) {
      microseconds = microseconds * 10 + (value[i] - '0');
    }
    microseconds = negative ? -microseconds : microseconds;
    // Nineteen digits can overflow, but only to what is out of range too.
    if (microseconds < EventFormat.MIN_TIME || microseconds > EventFormat.MAX_TIME) {
      throw scanner.poison(name(field) + " is not in whole microseconds of years 1 to 9999");
    }
    return microseconds;
  }

  private RawJson object(EventField field) {
    if (scanner.peek() != '{') {
      throw scanner.poison(name(field) + " is no object");
    }
    int from = scanner.at();
    scanner.object(EventFormat.MAX_NESTING);
    return new RawJson(value, from, scanner.at() - from);
  }

  private void requireFields() {
    for (EventField field : EventField.REQUIRED) {
      if ((seen & (1 << field.place())) == 0) {
        throw scanner.poison(name(field) + " is missing");
      }
    }
  }

  /** The text of a scanned string that has escapes. */
  private String unescape(int from, int to) {
    String raw = new String(value, from, to - from, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = raw.charAt(i++);
      switch (escape) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(raw, i, i + 4, 16));
          i += 4;
        }
        default -> text.append(escape);
      }
    }
    return text.toString();
  }

  private static String name(EventField field) {
    return new String(field.text(), StandardCharsets.UTF_8);
  }
}
