package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine that is open, or why there is none. Changed under the store's writing lock, and
 * reopened by the flushing thread; any thread may look.
 */
final class OpenEngine {
  private final DuckDbConfig config;
  private final Supplier<List<Generation>> generations;
  private final Metrics metrics;
  private final ScheduledExecutorService timer;
  private volatile @Nullable Session session;
  private volatile @Nullable MillraceException problem;
  private volatile long writtenBefore;

  /** What is to be closed before the file can be opened again. */
  private volatile @Nullable Session left;

  private volatile boolean anew;

  OpenEngine(
      DuckDbConfig config,
      Supplier<List<Generation>> generations,
      Metrics metrics,
      ScheduledExecutorService timer) {
    this.config = config;
    this.generations = generations;
    this.metrics = metrics;
    this.timer = timer;
  }

  /** Null while there is none. */
  @Nullable Session session() {
    return session;
  }

  /**
   * @throws MillraceException {@code store_unavailable} or {@code store_disk_full} while there is
   *     none
   */
  Session require() {
    Session open = session;
    if (open != null) {
      return open;
    }
    MillraceException present = problem;
    throw new MillraceException(
        present == null ? Fault.STORE_UNAVAILABLE : present.fault(),
        present == null ? "the store is closed" : present.getMessage(),
        present);
  }

  /** Why there is none, or why nothing can be moved into the file. */
  @Nullable MillraceException problem() {
    return problem;
  }

  void hasProblem(MillraceException present) {
    problem = present;
  }

  void hasNoProblem() {
    problem = null;
  }

  long bytesWritten() {
    Session open = session;
    return writtenBefore + (open == null ? 0 : open.flush().bytesWritten());
  }

  /** Opens the file; nobody is given the engine before it is installed. */
  Session open() {
    return Session.open(config, generations, metrics, timer);
  }

  /** A full disk stays a problem until something has been written. */
  void install(Session opened) {
    session = opened;
    MillraceException present = problem;
    if (present != null && present.fault() != Fault.STORE_DISK_FULL) {
      problem = null;
    }
  }

  /** Gives the engine up, to be reopened. */
  void leave(Session open, MillraceException why) {
    problem = why;
    writtenBefore += open.flush().bytesWritten();
    left = open;
    session = null;
  }

  /** Gives the engine up, to be reopened with an empty file. */
  void startOver(Session open) {
    anew = true;
    leave(
        open,
        new MillraceException(
            Fault.STORE_UNAVAILABLE, "the store is about to be filled from the log again"));
  }

  /** Closes the engine that was given up, and opens the file again. */
  Session reopen() {
    closeLeft();
    if (anew) {
      Engine.deleteFiles(config);
      anew = false;
    }
    return open();
  }

  private void closeLeft() {
    Session old = left;
    if (old != null) {
      old.close();
      left = null;
    }
  }

  /** Takes the engine away from everybody; null if there is none. */
  @Nullable Session take() {
    Session open = session;
    session = null;
    return open;
  }

  void close(@Nullable Session open) {
    if (open != null) {
      writtenBefore += open.flush().bytesWritten();
      open.close();
    }
    closeLeft();
  }
}
