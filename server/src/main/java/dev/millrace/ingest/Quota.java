package dev.millrace.ingest;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Bounds the events a second of each project by a token bucket that holds a second's worth. A batch
 * is taken as a whole while there is anything left, and what it takes too much is owed. Safe for
 * use by many threads.
 */
final class Quota {
  private static final double NANOS_A_SECOND = 1e9;

  private final long eventsPerSecond;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * @param eventsPerSecond 0 for no bound
   */
  Quota(long eventsPerSecond, LongSupplier nanoTime) {
    this.eventsPerSecond = eventsPerSecond;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes events of the project's quota.
   *
   * @param events 0 only asks whether any would be taken
   * @throws MillraceException {@code quota_exceeded}
   */
  void take(String project, int events) {
    if (eventsPerSecond == 0) {
      return;
    }
    Bucket bucket = buckets.computeIfAbsent(project, _ -> new Bucket());
    if (!bucket.take(events)) {
      throw new MillraceException(
          Fault.QUOTA_EXCEEDED,
          "the project has sent more than " + eventsPerSecond + " events a second",
          "send it again later",
          null);
    }
  }

  private final class Bucket {
    private double tokens = eventsPerSecond;
    private long filled = nanoTime.getAsLong();

    synchronized boolean take(int events) {
      long now = nanoTime.getAsLong();
      double earned = (now - filled) / NANOS_A_SECOND * eventsPerSecond;
      tokens = Math.min(eventsPerSecond, tokens + earned);
      filled = now;
      if (tokens <= 0) {
        return false;
      }
      tokens -= events;
      return true;
    }
  }
}
