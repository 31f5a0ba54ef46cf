package dev.millrace.query;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Bounds how much of something runs at once, and how much waits for that and how long. */
public final class Turns {
  private final String what;
  private final Limits limits;
  private final Semaphore running;
  private final AtomicInteger queued = new AtomicInteger();

  /**
   * Limits of what runs.
   *
   * @param maxRunning at once
   * @param maxQueued that wait for their turn; more are refused
   * @param maxWait how long one waits
   */
  public record Limits(int maxRunning, int maxQueued, Duration maxWait) {
    public Limits {
      if (maxRunning < 1 || maxQueued < 0 || maxWait.isNegative()) {
        throw new IllegalArgumentException("one must run, and none or more wait");
      }
    }
  }

  /**
   * @param what runs, in the plural
   */
  public Turns(String what, Limits limits) {
    this.what = what;
    this.limits = limits;
    this.running = new Semaphore(limits.maxRunning(), true);
  }

  /** The same, shown as the queues {@code running} and {@code queued} of a stage. */
  public Turns(String what, Limits limits, Metrics metrics, String stage) {
    this(what, limits);
    metrics.queue(
        stage,
        "running",
        limits.maxRunning(),
        () -> limits.maxRunning() - running.availablePermits());
    metrics.queue(stage, "queued", limits.maxQueued(), this::queued);
  }

  /** How many wait for their turn. */
  int queued() {
    return queued.get();
  }

  /**
   * Runs the work when it is its turn.
   *
   * @throws MillraceException {@code query_overloaded} if too many wait, or it took too long
   */
  public <T> T run(Supplier<T> work) {
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
    if (queued.incrementAndGet() > limits.maxQueued()) {
      queued.decrementAndGet();
      throw overloaded(limits.maxQueued() + " " + what + " wait already");
    }
    try {
      Duration wait = limits.maxWait();
      if (!running.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw overloaded("waited " + wait.toMillis() + " ms for a turn among the " + what);
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
