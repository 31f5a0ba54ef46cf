package dev.millrace.store;

import java.util.List;

/**
 * Visits: a person's events of which none is later than the gap after the one before. The answer
 * measures, for each group and bucket in which sessions begin, sessions, people, events for each
 * session, average and median length in seconds, and the part of sessions that have one event only.
 * Sessions count as a whole, though they go on after the range, up to {@link #MAX_AFTER}.
 *
 * @param gap microseconds, at most a day
 * @param by properties of the first event, or {@link #ENTRY} or {@link #EXIT}
 * @param limit how many groups to keep, those with most sessions; the others are one
 */
public record Sessions(Selection selection, Buckets buckets, long gap, List<Property> by, int limit)
    implements Plan<Answer> {
  /** How long a session is followed past the end of the range in which it began, microseconds. */
  public static final long MAX_AFTER = Every.DAY.micros();

  /** The name of a session's first event. */
  public static final Property ENTRY = new Property("entry");

  /** The name of its last event. */
  public static final Property EXIT = new Property("exit");

  public Sessions {
    by = List.copyOf(by);
  }

  @Override
  public Class<Answer> answerType() {
    return Answer.class;
  }
}
