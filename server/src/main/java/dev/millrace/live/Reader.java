package dev.millrace.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One open stream. The request's own virtual thread waits in it and writes; everyone else only
 * leaves something to do and wakes it, so nobody waits for a slow reader.
 */
final class Reader {
  private static final long NOT_WRITING = 0;
  private static final long DROPPED = -1;

  /** Why the reader's thread has woken up. */
  enum Wake {
    NEWS,
    HEARTBEAT,
    END
  }

  private final LongSupplier nanoTime;
  private final Thread thread = Thread.currentThread();

  private List<Subscription> subscriptions = List.of();
  private volatile boolean heartbeatDue;
  private volatile boolean ended;
  private volatile long quietSince;

  /** When the write under way began, or one of the constants. Times are kept above zero. */
  private final AtomicLong writingSince = new AtomicLong(NOT_WRITING);

  /** Belongs to the thread that calls this. */
  Reader(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    quietSince = nanoTime.getAsLong();
  }

  // what others do

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Lets the stream end once what is being written is written. */
  void end() {
    ended = true;
    wake();
  }

  /** Ends the stream though it is in the midst of a write: the interrupt closes its socket. */
  void abandon() {
    writingSince.set(DROPPED);
    thread.interrupt();
  }

  /**
   * Sees to a stream that has been silent or stuck for too long.
   *
   * @return whether it was dropped
   */
  boolean watch(long now, long heartbeatNanos, long writeTimeoutNanos) {
    long since = writingSince.get();
    if (since == NOT_WRITING) {
      if (!heartbeatDue && now - quietSince >= heartbeatNanos) {
        heartbeatDue = true;
        wake();
      }
      return false;
    }
    // Exchanged, so that a reader that has just finished keeps its stream.
    if (since != DROPPED
        && now - since >= writeTimeoutNanos
        && writingSince.compareAndSet(since, DROPPED)) {
      thread.interrupt();
      return true;
    }
    return false;
  }

  // what its own thread does

  void follow(List<Subscription> followed) {
    subscriptions = followed;
  }

  List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** Waits for something to write. */
  Wake await() throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (ended) {
        return Wake.END;
      }
      for (Subscription subscription : subscriptions) {
        if (subscription.hasNews()) {
          return Wake.NEWS;
        }
      }
      if (heartbeatDue) {
        heartbeatDue = false;
        return Wake.HEARTBEAT;
      }
      LockSupport.park(this);
    }
  }

  /** Writes and flushes, under the watch for slow readers. */
  void write(OutputStream out, byte[] bytes) throws IOException {
    long start = Math.max(1, nanoTime.getAsLong());
    if (!writingSince.compareAndSet(NOT_WRITING, start)) {
      throw new IOException("dropped");
    }
    out.write(bytes);
    out.flush();
    quietSince = nanoTime.getAsLong();
    if (!writingSince.compareAndSet(start, NOT_WRITING)) {
      throw new IOException("dropped");
    }
  }
}
