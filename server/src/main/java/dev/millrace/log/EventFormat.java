package dev.millrace.log;

import dev.millrace.event.Event;
import dev.millrace.fault.MillraceException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the log: a JSON object with the names of {@link Event}'s parts, times as
 * whole microseconds, and without the parts that the event does not have.
 *
 * <p>Whatever {@link #encode} takes, {@link #decode} gives back. Both run for every event, so
 * encoding makes nothing but the array that it returns, and decoding copies no properties.
 */
public final class EventFormat {
  /** Levels of objects and arrays that properties and context may have, themselves counted. */
  public static final int MAX_NESTING = 64;

  public static final int MAX_PROJECT_CHARS = 200;

  /**
   * The largest event as sent. What it grows by in its record, names and texts of which each has a
   * limit of its own, fits beside it into what the log takes in one piece.
   */
  public static final long MAX_EVENT_BYTES = 7L * 1024 * 1024;

  /** The first microsecond of year 1. */
  public static final long MIN_TIME = -62_135_596_800_000_000L;

  /** The last microsecond of year 9999. */
  public static final long MAX_TIME = 253_402_300_799_999_999L;

  /** Cannot be part of a project or a user, since text with it is refused. */
  private static final byte KEY_SEPARATOR = 0;

  private EventFormat() {}

  /** The record's key: whose event it is. All events with one key are in one partition. */
  public static byte[] key(Event event) {
    return key(event.project(), event.user());
  }

  static byte[] key(String ofProject, String ofUser) {
    byte[] project = ofProject.getBytes(StandardCharsets.UTF_8);
    byte[] user = ofUser.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[project.length + 1 + user.length];
    System.arraycopy(project, 0, key, 0, project.length);
    key[project.length] = KEY_SEPARATOR;
    System.arraycopy(user, 0, key, project.length + 1, user.length);
    return key;
  }

  /**
   * The record's value. Properties and context are copied as they are.
   *
   * @throws IllegalArgumentException if a text has no UTF-8 form or contains NUL, or a time is
   *     outside of years 1 to 9999: such an event could not be read again
   */
  public static byte[] encode(Event event) {
    requireReadable(event);
    EventWriter writer = new EventWriter(size(event));
    writer.text(EventField.PROJECT, event.project());
    writer.text(EventField.ID, event.id());
    writer.text(EventField.NAME, event.name());
    writer.text(EventField.USER, event.user());
    if (event.anonymous() != null) {
      writer.text(EventField.ANONYMOUS, event.anonymous());
    }
    writer.number(EventField.TIME, event.time());
    if (event.hasSent()) {
      writer.number(EventField.SENT, event.sent());
    }
    writer.number(EventField.RECEIVED, event.received());
    writer.json(EventField.PROPERTIES, event.properties());
    writer.json(EventField.CONTEXT, event.context());
    return writer.finish();
  }

  /**
   * Reads a record's value, whoever wrote it. The event's properties and context are views of the
   * value, which must not change afterwards.
   *
   * @throws MillraceException {@code poison_record} if the value is anything but an event
   */
  public static Event decode(byte[] value) {
    return new EventReader(value).read();
  }

  private static int size(Event event) {
    int size =
        EventWriter.size(EventField.PROJECT, event.project())
            + EventWriter.size(EventField.ID, event.id())
            + EventWriter.size(EventField.NAME, event.name())
            + EventWriter.size(EventField.USER, event.user())
            + EventWriter.size(EventField.TIME, event.time())
            + EventWriter.size(EventField.RECEIVED, event.received())
            + EventWriter.size(EventField.PROPERTIES, event.properties())
            + EventWriter.size(EventField.CONTEXT, event.context())
            + EventWriter.CLOSING_BRACE;
    if (event.anonymous() != null) {
      size += EventWriter.size(EventField.ANONYMOUS, event.anonymous());
    }
    if (event.hasSent()) {
      size += EventWriter.size(EventField.SENT, event.sent());
    }
    return size;
  }

  private static void requireReadable(Event event) {
    requireText("project", event.project());
    if (event.project().isEmpty() || event.project().length() > MAX_PROJECT_CHARS) {
      throw new IllegalArgumentException("project must have 1 to " + MAX_PROJECT_CHARS + " chars");
    }
    requireText("id", event.id());
    requireText("name", event.name());
    requireText("user", event.user());
    requireText("anonymous", event.anonymous());
    requireTime("time", event.time());
    requireTime("received", event.received());
    if (event.hasSent()) {
      requireTime("sent", event.sent());
    }
  }

  private static void requireText(String field, @Nullable String text) {
    if (text != null && text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(field + " contains NUL");
    }
  }

  private static void requireTime(String field, long time) {
    if (time < MIN_TIME || time > MAX_TIME) {
      throw new IllegalArgumentException(field + " is outside of years 1 to 9999: " + time);
    }
  }
}
