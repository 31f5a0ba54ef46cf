package dev.millrace.store.duckdb;

import dev.millrace.store.StorePosition;

/**
 * A stretch of events that is kept in memory until it is moved into the file as a whole. Guarded by
 * the store's writing lock; once sealed it does not change.
 */
final class Generation {
  private final long number;
  private final StorePosition from;
  private final long openedNanos;
  private final JsonShape shape = new JsonShape();
  private StorePosition to;
  private int events;

  /** Rows of its activity table, and how many it had after they were last merged. */
  private long activityRows;

  private long mergedRows;

  Generation(long number, StorePosition from, long openedNanos) {
    this.number = number;
    this.from = from;
    this.to = from;
    this.openedNanos = openedNanos;
  }

  long number() {
    return number;
  }

  StorePosition to() {
    return to;
  }

  int events() {
    return events;
  }

  long openedNanos() {
    return openedNanos;
  }

  JsonShape shape() {
    return shape;
  }

  /** Whether it covers any of the log, with or without events. */
  boolean isEmpty() {
    return to.equals(from);
  }

  void add(int added, long addedActivityRows, StorePosition reached) {
    events += added;
    activityRows += addedActivityRows;
    to = reached;
  }

  long surplusActivityRows() {
    return activityRows - mergedRows;
  }

  void activityMerged(long rows) {
    activityRows = rows;
    mergedRows = rows;
  }
}
