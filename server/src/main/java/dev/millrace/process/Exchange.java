package dev.millrace.process;

import dev.millrace.event.Positions;
import dev.millrace.store.StorePosition;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the gather thread and the write thread meet. It holds one batch at most, from when it is
 * given until it is committed, so that memory stays bounded however long the store is stuck.
 */
final class Exchange {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable idleAgain;

  private @Nullable GatheredBatch held;
  private boolean fenced;
  private boolean stopped;
  private long committed;
  private long nudges;
  private StorePosition stands = StorePosition.START;
  private Positions position = Positions.NONE;

  /**
   * @param idleAgain runs on the write thread when the next batch may be given, and must return at
   *     once
   */
  Exchange(Runnable idleAgain) {
    this.idleAgain = idleAgain;
  }

  /** The gather thread begins to read here, while the store stands there. */
  void startAt(StorePosition there, Positions here) {
    locked(() -> {
      fenced = false;
      stands = there;
      position = here;
    });
  }

  /** Where the store must stand while no batch is held, unless others have moved it. */
  StorePosition stands() {
    lock.lock();
    try {
      return stands;
    } finally {
      lock.unlock();
    }
  }

  boolean idle() {
    lock.lock();
    try {
      return held == null && !fenced;
    } finally {
      lock.unlock();
    }
  }

  /** Hands a batch to the write thread, which must be {@link #idle}. */
  void give(GatheredBatch batch) {
    locked(() -> {
      if (held != null || fenced) {
        throw new IllegalStateException("a batch is being written");
      }
      held = batch;
    });
  }

  /** Waits until a batch may be given or the last one was fenced off, at most as long as given. */
  void awaitWriter(Duration timeout) {
    await(timeout.toNanos(), () -> held == null);
  }

  /** Waits for the next batch; null when there will be none any more. */
  @Nullable GatheredBatch take() {
    await(Long.MAX_VALUE, () -> held != null);
    lock.lock();
    try {
      return stopped ? null : held;
    } finally {
      lock.unlock();
    }
  }

  /** The store has the held batch. */
  void commit(GatheredBatch batch) {
    locked(() -> {
      held = null;
      committed = batch.number();
      position = batch.batch().to();
      stands = new StorePosition(batch.batch().logId(), position);
    });
    idleAgain.run();
  }

  /** The held batch is void, since the store stands elsewhere. */
  void fence() {
    locked(() -> {
      held = null;
      fenced = true;
    });
    idleAgain.run();
  }

  boolean fenced() {
    lock.lock();
    try {
      return fenced;
    } finally {
      lock.unlock();
    }
  }

  /** The number of the last committed batch. */
  long committed() {
    lock.lock();
    try {
      return committed;
    } finally {
      lock.unlock();
    }
  }

  /** Up to where batches are committed. */
  Positions position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  @Nullable GatheredBatch held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Waits before a retry, until the time is over, {@link #nudge} or {@link #stop}. */
  void pause(Duration duration) {
    lock.lock();
    try {
      long before = nudges;
      await(duration.toNanos(), () -> nudges != before);
    } finally {
      lock.unlock();
    }
  }

  /** Ends pauses early, since what they wait for may work again. */
  void nudge() {
    locked(() -> nudges++);
  }

  /** Ends every wait, now and later. */
  void stop() {
    locked(() -> stopped = true);
  }

  boolean stopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await(long nanos, BooleanSupplier reached) {
    long remaining = nanos;
    lock.lock();
    try {
      while (!stopped && !reached.getAsBoolean() && remaining > 0) {
        remaining = changed.awaitNanos(remaining);
      }
    } catch (InterruptedException _) {
      // Nobody interrupts these threads but to end them.
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
