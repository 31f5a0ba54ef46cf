package dev.millrace.load.pace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands out due times in order. They depend on the stages alone, never on how fast senders are: who
 * comes late gets times that have passed, until those are so old that no client would still wait.
 * Safe for use by many threads.
 */
public final class Pacer {
  private final int batch;
  private final Curve curve;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Due> stages = new ArrayDeque<>();
  private final Map<Integer, Long> dropped = new HashMap<>();
  private int begun;
  private boolean finished;

  /**
   * @param batch events a request
   * @param patienceNanos after which a request that nobody had the time to send is dropped
   */
  public Pacer(int batch, Curve curve, long patienceNanos) {
    this.batch = batch;
    this.curve = curve;
    this.patienceNanos = patienceNanos;
  }

  /** The requests of a stage that are not handed out yet. */
  private final class Due {
    private final Stage stage;
    private final int number;
    private final long start;
    private long next;

    Due(Stage stage, int number, long start) {
      this.stage = stage;
      this.number = number;
      this.start = start;
    }

    double seconds() {
      return curve.due(stage, (double) next * batch);
    }

    boolean isDone() {
      return seconds() >= stage.seconds();
    }

    long due() {
      return start + (long) (seconds() * 1e9);
    }

    /** How many are due before the given time. */
    long dueBefore(long nanos) {
      double limit = Math.min((nanos - start) / 1e9, stage.seconds());
      long low = next;
      long high = (long) (2 * stage.rate() * stage.seconds() / batch) + 2;
      while (low < high) {
        long middle = (low + high) >>> 1;
        if (curve.due(stage, (double) middle * batch) < limit) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low - next;
    }
  }

  /**
   * Begins a stage after the one before it, whose requests that are not sent yet still are.
   *
   * @param startNanos as {@link System#nanoTime} counts
   */
  public void begin(Stage stage, long startNanos) {
    lock.lock();
    try {
      stages.add(new Due(stage, begun++, startNanos));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what is due and not sent; nothing is handed out until the next stage. */
  public void drop(long nowNanos) {
    lock.lock();
    try {
      for (Due due : stages) {
        dropped.merge(due.number, due.dueBefore(nowNanos), Long::sum);
      }
      stages.clear();
    } finally {
      lock.unlock();
    }
  }

  /** No more stages; what is due is still handed out. */
  public void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is left to hand out, now or later. */
  public boolean isFinished() {
    lock.lock();
    try {
      return finished && stages.stream().allMatch(Due::isDone);
    } finally {
      lock.unlock();
    }
  }

  /** Requests that are due by the given time and that nobody has taken. */
  public long backlog(long nowNanos) {
    lock.lock();
    try {
      return stages.stream().mapToLong(due -> due.dueBefore(nowNanos)).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Requests of a stage that were never sent. */
  public long dropped(int stage) {
    lock.lock();
    try {
      return dropped.getOrDefault(stage, 0L);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next request, which may be due in the future; waits for a stage that has one. Null once
   * there will be none any more.
   */
  public @Nullable Slot take() throws InterruptedException {
    lock.lock();
    try {
      Slot slot = poll(System.nanoTime());
      while (slot == null && !finished) {
        // Without a time limit: thousands of senders that look up now and then cost a core.
        changed.await();
        slot = poll(System.nanoTime());
      }
      return slot;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Slot poll(long nowNanos) {
    Iterator<Due> each = stages.iterator();
    while (each.hasNext()) {
      Due due = each.next();
      long tooOld = due.dueBefore(nowNanos - patienceNanos);
      if (tooOld > 0) {
        dropped.merge(due.number, tooOld, Long::sum);
        due.next += tooOld;
      }
      if (!due.isDone()) {
        Slot slot = new Slot(due.number, due.due());
        due.next++;
        return slot;
      }
      each.remove();
    }
    return null;
  }
}
