package dev.millrace.store;

import dev.millrace.event.Positions;

/**
 * Up to where the store has applied the log.
 *
 * @param logId the log's id, empty before the first batch
 */
public record StorePosition(String logId, Positions positions) {
  public static final StorePosition START = new StorePosition("", Positions.NONE);
}
