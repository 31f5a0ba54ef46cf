package dev.millrace.store;

/**
 * Something to filter, group or measure by: {@code name}, {@code user} or {@code time} of the event
 * itself, else a path into its properties, with dots between the levels.
 */
public record Property(String text) {
  public static final Property NAME = new Property("name");
  public static final Property USER = new Property("user");
  public static final Property TIME = new Property("time");

  public boolean isEventField() {
    return equals(NAME) || equals(USER) || equals(TIME);
  }
}
