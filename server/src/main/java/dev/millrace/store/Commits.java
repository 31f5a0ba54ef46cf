package dev.millrace.store;

import dev.millrace.event.Positions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the store stands. The appending thread moves it after each commit; readers wait for a
 * position, and the live side is told of every move.
 */
public final class Commits {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile StorePosition position;

  public Commits(StorePosition position) {
    this.position = position;
  }

  public StorePosition position() {
    return position;
  }

  /**
   * The listener runs on the thread that moves the position, after every commit and with the
   * store's lock held, so it must return at once.
   */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Called by the adapter when a commit has succeeded, or when it has reopened its engine: then the
   * position may be lower than before.
   */
  public void moveTo(StorePosition reached) {
    lock.lock();
    try {
      position = reached;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
  }

  /** Waits until the store covers the positions; false if it has not within the given time. */
  public boolean await(Positions positions, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (!position.positions().covers(positions)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = moved.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
