package dev.millrace.store.duckdb;

import dev.millrace.store.View;

/**
 * A version of a view in the file.
 *
 * @param builtFrom it has all of the file's events from this microsecond of their time on, and none
 *     of those before
 */
record StoredView(int id, View view, long builtFrom) {
  /** Has every event. */
  static final long EVERYTHING = Long.MIN_VALUE;

  /** Has no event. */
  static final long NOTHING = Long.MAX_VALUE;

  boolean isComplete() {
    return builtFrom == EVERYTHING;
  }
}
