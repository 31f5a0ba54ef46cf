package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that the running requests of a stage keep in memory together. Safe for use by
 * many threads.
 */
public final class MemoryBudget {
  private final long limit;
  private final Fault whenFull;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes
   * @param whenFull the fault of a request that does not fit
   */
  public MemoryBudget(long limit, Fault whenFull) {
    if (limit <= 0) {
      throw new IllegalArgumentException("a memory budget must be positive, is " + limit);
    }
    this.limit = limit;
    this.whenFull = whenFull;
  }

  public long limit() {
    return limit;
  }

  public long used() {
    return used.get();
  }

  /** A request's share, empty at first. The request closes it when it needs the bytes no more. */
  public Lease lease() {
    return new Lease();
  }

  /** What one request has taken. Owned by its thread. */
  public final class Lease implements AutoCloseable {
    private long taken;

    private Lease() {}

    /**
     * Takes more.
     *
     * @throws MillraceException the budget's fault, if it is used up; then nothing more is taken
     */
    public void take(long bytes) {
      if (used.addAndGet(bytes) > limit) {
        used.addAndGet(-bytes);
        throw new MillraceException(whenFull, "too many bytes of requests are in memory");
      }
      taken += bytes;
    }

    @Override
    public void close() {
      used.addAndGet(-taken);
      taken = 0;
    }
  }
}
