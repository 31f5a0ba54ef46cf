package dev.millrace.store;

import dev.millrace.event.Positions;
import java.util.List;

/**
 * What one step of the store applies: events without repeats, the erasures among them, and the
 * stretch of the log that they are all there is of.
 *
 * @param logId the log that the positions belong to
 * @param from where the store must stand for the batch to be applied
 * @param to where it stands afterwards
 */
public record EventBatch(
    List<LoggedEvent> events,
    List<LoggedErasure> erasures,
    String logId,
    Positions from,
    Positions to) {
  public EventBatch {
    events = List.copyOf(events);
    erasures = List.copyOf(erasures);
  }

  /** Events only. */
  public EventBatch(List<LoggedEvent> events, String logId, Positions from, Positions to) {
    this(events, List.of(), logId, from, to);
  }
}
