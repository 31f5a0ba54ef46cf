package dev.millrace.store;

import java.util.List;

/**
 * Visits: a person's events of which none is later than the gap after the one before. The answer
 * measures, for each group and bucket in which sessions begin, sessions, people, events for each
 * session, average and median length in seconds, and the part of sessions that have one event only.
 *
 * @param gap microseconds
 * @param by properties of the first event, or {@link #ENTRY} or {@link #EXIT}
 * @param limit how many groups to keep, those with most sessions; the others are one
 */
public record Sessions(Selection selection, Buckets buckets, long gap, List<Property> by, int limit)
    implements Plan<Answer> {
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
