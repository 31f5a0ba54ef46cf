package dev.millrace.load.target;

/** What a target says of a batch. */
public sealed interface Delivery {

  /** All good actions are taken, and all bad ones refused. */
  record Acknowledged() implements Delivery {}

  /**
   * Nothing was taken.
   *
   * @param reason a word, the same for the same cause
   * @param pauseMillis what the target asks for before the next attempt, 0 if it asks for nothing
   */
  record Refused(String reason, long pauseMillis) implements Delivery {}

  /**
   * Nothing was taken, and the same will not be taken later either.
   *
   * @param reason a word, the same for the same cause
   */
  record Rejected(String reason) implements Delivery {}

  /**
   * Some of it may have been taken.
   *
   * @param reason a word, the same for the same cause
   */
  record Unknown(String reason) implements Delivery {}

  /** The target took a bad action, or refused a good one. */
  record Wrong(String what) implements Delivery {}
}
