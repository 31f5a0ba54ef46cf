package dev.millrace.store;

import org.jspecify.annotations.Nullable;

/**
 * How a version of a view is doing.
 *
 * @param version goes up with every version of any view
 * @param state whether it can be asked
 * @param progress the part of the events that are in it, 0 to 1
 * @param problem why it failed, or null
 */
public record ViewStatus(
    View view, int version, State state, double progress, @Nullable String problem) {

  /** Stages of a version. */
  public enum State {
    /** Filled from the events, newest first. */
    BUILDING,
    /** Has every event, and is kept so. */
    READY,
    /** Given up; questions are answered from the events. */
    FAILED
  }
}
