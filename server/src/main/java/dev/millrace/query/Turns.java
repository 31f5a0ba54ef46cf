package dev.millrace.query;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Bounds how many questions run at once, and how many wait for that and how long. */
final class Turns {
  private final Semaphore running;
  private final AtomicInteger queued = new AtomicInteger();
  private final QueryConfig config;

  Turns(QueryConfig config, Metrics metrics) {
    this.config = config;
    this.running = new Semaphore(config.maxRunning(), true);
    metrics.queue(
        "query",
        "running",
        config.maxRunning(),
        () -> config.maxRunning() - running.availablePermits());
    metrics.queue("query", "queued", config.maxQueued(), queued::get);
  }

  /**
   * Runs the work when it is its turn.
   *
   * @throws MillraceException {@code query_overloaded} if too many wait, or it took too long
   */
  <T> T run(Supplier<T> work) {
    if (!running.tryAcquire()) {
      queue();
    }
    try {
      return work.get();
    } finally {
      running.release();
    }
  }

  private void queue() {
    if (queued.incrementAndGet() > config.maxQueued()) {
      queued.decrementAndGet();
      throw overloaded(config.maxQueued() + " questions wait already");
    }
    try {
      Duration wait = config.maxQueueWait();
      if (!running.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw overloaded("the question has waited " + wait.toMillis() + " ms for its turn");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STOPPING, "the server is stopping", e);
    } finally {
      queued.decrementAndGet();
    }
  }

  private static MillraceException overloaded(String message) {
    return new MillraceException(
        Fault.QUERY_OVERLOADED, message, "ask again later, or fewer questions at once", null);
  }
}
