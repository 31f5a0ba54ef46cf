package dev.millrace.process;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.store.LoggedEvent;

/** Events for the tests of this stage: only identity and times matter. */
final class Events {
  static final long SECOND = 1_000_000;
  static final long HOUR = 3_600 * SECOND;
  static final long DAY = 24 * HOUR;

  /** 2026-03-01T00:00:00Z. */
  static final long START = 1_772_323_200 * SECOND;

  private Events() {}

  static Event sent(String id, long sent) {
    return event("shop", id, sent, sent + SECOND);
  }

  static Event withoutSent(String id, long received) {
    return event("shop", id, Event.NO_TIME, received);
  }

  static Event event(String project, String id, long sent, long received) {
    return new Event(
        project,
        id,
        "feature_used",
        "ada",
        null,
        received,
        sent,
        received,
        RawJson.EMPTY,
        RawJson.EMPTY);
  }

  static LoggedEvent logged(Event event, long offset) {
    return new LoggedEvent(event, 0, offset);
  }
}
