package dev.millrace.store;

/**
 * Something to filter, group or measure by: {@code name}, {@code user} or {@code time} of the event
 * itself, else a property of that name, else a path into the properties with dots between the
 * levels. JSON's null is the same as not set.
 *
 * <p>As text, a property is its own text, a number as JSON writes it, {@code true} or {@code
 * false}; {@code time} is ISO 8601 in UTC with microseconds. As a number, it is what its text reads
 * as, true is 1 and false is 0, and {@code time} is milliseconds since 1970; what reads as none, or
 * as infinite, is no number.
 */
public record Property(String text) {
  public static final Property NAME = new Property("name");
  public static final Property USER = new Property("user");
  public static final Property TIME = new Property("time");

  public boolean isEventField() {
    return equals(NAME) || equals(USER) || equals(TIME);
  }
}
