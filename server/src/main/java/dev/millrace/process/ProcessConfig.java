package dev.millrace.process;

import java.time.Duration;

/**
 * The limits of the process stage.
 *
 * @param maxBatchEvents events that one batch takes; one batch is written while the next gathers
 * @param maxBatchBytes bytes of log records that one batch takes
 * @param filterBytes memory of the duplicate filter, at least {@value #MIN_FILTER_BYTES}
 * @param bucketWidth the stretch of {@code sent} that the filter loads and forgets as one; 1 ms to
 *     1 hour. Wider ones are loaded less often and cost more each time
 * @param positionsDelay how long positions that move without new events, since all were repeats or
 *     poison, wait for company before they are committed alone
 * @param firstRetry the pause after a failure, which doubles with each further one
 * @param longestRetry where it stops to double
 * @param rejectTimeout how long to wait for the log to take poison records before going on
 * @param drainLimit how long closing may take to finish with what is in the log
 */
public record ProcessConfig(
    int maxBatchEvents,
    long maxBatchBytes,
    long filterBytes,
    Duration bucketWidth,
    Duration positionsDelay,
    Duration firstRetry,
    Duration longestRetry,
    Duration rejectTimeout,
    Duration drainLimit) {

  public static final long MIN_FILTER_BYTES = 64 << 10;

  private static final Duration NARROWEST_BUCKET = Duration.ofMillis(1);
  private static final Duration WIDEST_BUCKET = Duration.ofHours(1);

  public ProcessConfig {
    require(maxBatchEvents > 0, "maxBatchEvents must be positive");
    require(maxBatchBytes > 0, "maxBatchBytes must be positive");
    require(filterBytes >= MIN_FILTER_BYTES, "filterBytes must be at least " + MIN_FILTER_BYTES);
    require(
        bucketWidth.compareTo(NARROWEST_BUCKET) >= 0 && bucketWidth.compareTo(WIDEST_BUCKET) <= 0,
        "bucketWidth must be 1 ms to 1 hour");
    require(!positionsDelay.isNegative(), "positionsDelay must not be negative");
    require(firstRetry.isPositive(), "firstRetry must be positive");
    require(longestRetry.compareTo(firstRetry) >= 0, "longestRetry must not be below firstRetry");
    require(rejectTimeout.isPositive(), "rejectTimeout must be positive");
    require(drainLimit.isPositive(), "drainLimit must be positive");
  }

  public static ProcessConfig defaults() {
    return new ProcessConfig(
        50_000,
        32L << 20,
        64L << 20,
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5));
  }

  public ProcessConfig withFilterBytes(long bytes) {
    return new ProcessConfig(
        maxBatchEvents,
        maxBatchBytes,
        bytes,
        bucketWidth,
        positionsDelay,
        firstRetry,
        longestRetry,
        rejectTimeout,
        drainLimit);
  }

  public ProcessConfig withMaxBatchEvents(int events) {
    return new ProcessConfig(
        events,
        maxBatchBytes,
        filterBytes,
        bucketWidth,
        positionsDelay,
        firstRetry,
        longestRetry,
        rejectTimeout,
        drainLimit);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
