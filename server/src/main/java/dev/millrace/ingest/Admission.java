package dev.millrace.ingest;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the requests that are worked on, and those that wait for it. Who comes first is served
 * first, and who has waited too long is refused: a late answer helps nobody, and waiting slows down
 * a sender that would otherwise come back at once. Safe for use by many threads.
 */
final class Admission {
  private final Semaphore places;
  private final int limit;
  private final int waitingLimit;
  private final Duration maxWait;
  private final AtomicInteger waiting = new AtomicInteger();

  Admission(int limit, int waitingLimit, Duration maxWait) {
    this.places = new Semaphore(limit, true);
    this.limit = limit;
    this.waitingLimit = waitingLimit;
    this.maxWait = maxWait;
  }

  /**
   * Refuses a request that would not even get to wait, before anything is spent on it.
   *
   * @throws MillraceException {@code ingest_overloaded}
   */
  void check() {
    if (places.availablePermits() == 0 && waiting.get() >= waitingLimit) {
      throw overloaded();
    }
  }

  /**
   * Waits for a place, which must be given back by {@link #leave}.
   *
   * @throws MillraceException {@code ingest_overloaded}, and then there is nothing to give back
   */
  void enter() {
    if (waiting.get() == 0 && places.tryAcquire()) {
      return;
    }
    if (waiting.getAndUpdate(now -> Math.min(now + 1, waitingLimit)) == waitingLimit) {
      throw overloaded();
    }
    try {
      if (!places.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw overloaded();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw overloaded();
    } finally {
      waiting.decrementAndGet();
    }
  }

  void leave() {
    places.release();
  }

  int inside() {
    return limit - places.availablePermits();
  }

  int waiting() {
    return waiting.get();
  }

  private static MillraceException overloaded() {
    return new MillraceException(
        Fault.INGEST_OVERLOADED, "more requests arrive than can be taken", "send it again", null);
  }
}
