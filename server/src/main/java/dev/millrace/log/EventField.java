package dev.millrace.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names in an event's JSON object, in the order in which they are written. */
@SuppressWarnings("ImmutableEnumChecker") // The arrays stay in this package, which reads them.
enum EventField {
  PROJECT(0),
  ID(1),
  NAME(2),
  USER(3),
  ANONYMOUS(4),
  TIME(5),
  SENT(6),
  RECEIVED(7),
  PROPERTIES(8),
  CONTEXT(9);

  /** Without these there is no event; the others have a meaning when they are left out. */
  static final List<EventField> REQUIRED = List.of(PROJECT, ID, NAME, USER, TIME, RECEIVED);

  private static final EventField[] ALL = values();

  private final int place;
  private final byte[] text;
  private final byte[] prefix;

  EventField(int place) {
    this.place = place;
    String name = name().toLowerCase(Locale.ROOT);
    text = name.getBytes(StandardCharsets.UTF_8);
    prefix = ((place == 0 ? "{\"" : ",\"") + name + "\":").getBytes(StandardCharsets.UTF_8);
  }

  /** Where it is written: the first field is at 0. */
  int place() {
    return place;
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
