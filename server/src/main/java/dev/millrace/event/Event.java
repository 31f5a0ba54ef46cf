package dev.millrace.event;

import org.jspecify.annotations.Nullable;

/**
 * Something that a user of an application did, as it stands in the log and in the store.
 *
 * <p>Times are microseconds since 1970-01-01T00:00:00Z. Whether text is well formed is the business
 * of the wire formats; this record only holds the limits that later stages rely on.
 *
 * @param project the project that the write key belongs to
 * @param id unique in its project; a repeated id is the same event
 * @param name what happened, 1 to {@value #MAX_NAME_CHARS} chars
 * @param user who did it, 1 to {@value #MAX_USER_CHARS} chars
 * @param anonymous the device's id from before the user was known, if the client sent one
 * @param time when it happened: client time corrected for the skew of the client's clock
 * @param sent the client's own uncorrected time, the same in every retry; {@link #NO_TIME} if none,
 *     but the received time when the server made the id too, since that can have no retry
 * @param received when the server read it
 * @param properties a JSON object
 * @param context a JSON object
 */
public record Event(
    String project,
    String id,
    String name,
    String user,
    @Nullable String anonymous,
    long time,
    long sent,
    long received,
    RawJson properties,
    RawJson context) {

  public static final int MAX_ID_CHARS = 100;
  public static final int MAX_NAME_CHARS = 200;
  public static final int MAX_USER_CHARS = 200;

  /** The value of {@link #sent} for an event whose client gave no time. */
  public static final long NO_TIME = Long.MIN_VALUE;

  public Event {
    requireLength("id", id, MAX_ID_CHARS);
    requireLength("name", name, MAX_NAME_CHARS);
    requireLength("user", user, MAX_USER_CHARS);
    if (anonymous != null) {
      requireLength("anonymous", anonymous, MAX_USER_CHARS);
    }
  }

  public boolean hasSent() {
    return sent != NO_TIME;
  }

  private static void requireLength(String field, String value, int max) {
    if (value.isEmpty() || value.length() > max) {
      throw new IllegalArgumentException(
          field + " must have 1 to " + max + " chars, has " + value.length());
    }
  }
}
