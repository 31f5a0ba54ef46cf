package dev.millrace.query;

import java.time.Duration;

/**
 * Limits of the query stage.
 *
 * @param maxRunning questions that run in the engine at once
 * @param maxQueued questions that wait for their turn; more are answered {@code query_overloaded}
 * @param maxQueueWait how long a question waits for its turn. A funnel waits before that, up to
 *     {@code timeLimit}, to be among the funnels that run: half of the questions at most
 * @param maxWaiting questions that wait for a position of the log at once
 * @param timeLimit how long the engine may work on one question
 * @param maxRows rows of an answer: buckets times groups
 * @param maxQuestionBytes size of a question's JSON
 * @param sharing of answers between equal questions
 */
public record QueryConfig(
    int maxRunning,
    int maxQueued,
    Duration maxQueueWait,
    int maxWaiting,
    Duration timeLimit,
    int maxRows,
    int maxQuestionBytes,
    Sharing sharing) {

  public QueryConfig {
    requirePositive("maxRunning", maxRunning);
    requirePositive("maxRows", maxRows);
    requirePositive("maxQuestionBytes", maxQuestionBytes);
    if (maxQueued < 0 || maxWaiting < 0) {
      throw new IllegalArgumentException("maxQueued and maxWaiting must not be negative");
    }
    if (maxQueueWait.isNegative() || timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("maxQueueWait and timeLimit must be positive");
    }
  }

  /** With the defaults of sharing. */
  public QueryConfig(
      int maxRunning,
      int maxQueued,
      Duration maxQueueWait,
      int maxWaiting,
      Duration timeLimit,
      int maxRows,
      int maxQuestionBytes) {
    this(
        maxRunning,
        maxQueued,
        maxQueueWait,
        maxWaiting,
        timeLimit,
        maxRows,
        maxQuestionBytes,
        Sharing.defaults());
  }

  /**
   * Limits of what equal questions share.
   *
   * @param answers that are kept; 0 keeps none
   * @param bytes that they take, about
   * @param freshness how long an answer about times that move is given to others
   * @param maxAge how old an answer may be that is given when too many ask
   */
  public record Sharing(int answers, long bytes, Duration freshness, Duration maxAge) {
    public Sharing {
      if (answers < 0 || bytes < 0 || freshness.isNegative() || maxAge.isNegative()) {
        throw new IllegalArgumentException("limits of shared answers must not be negative");
      }
    }

    static Sharing defaults() {
      return new Sharing(1_000, 32 * 1024 * 1024, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
  }

  /** Two engines' worth of work on two cores, and a queue that empties within its wait limit. */
  public static QueryConfig defaults() {
    return new QueryConfig(
        4,
        64,
        Duration.ofSeconds(5),
        1_000,
        Duration.ofSeconds(30),
        200_000,
        64 * 1024,
        Sharing.defaults());
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, is " + value);
    }
  }
}
