package dev.millrace.load.run;

import dev.millrace.load.measure.Latencies;
import dev.millrace.load.pace.Pacer;
import dev.millrace.load.pace.Slot;
import dev.millrace.load.population.Batch;
import dev.millrace.load.population.Population;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads with a connection each, which take what is due, send it, and account for the answer. What
 * was refused waits in a queue and not in a thread, as it does at a client. Latency is counted from
 * the due time to the acknowledgement, attempts and pauses included.
 */
final class Senders implements AutoCloseable {
  /** Up to so many connections have a system thread each, which wakes with less work. */
  private static final int PLATFORM_THREADS = 64;

  /** Connections that send for the first time, for each one more that sends again. */
  private static final int FIRST_FOR_EACH_AGAIN = 4;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MOST_RETRIES_WAITING = 100_000;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Target target;
  private final Population population;
  private final Pacer pacer;
  private final int batchSize;
  private final long patienceNanos;
  private final boolean retrying;
  private final Ledger ledger;
  private final Latencies latencies;
  private final List<StageFigures> stages;
  private final DelayQueue<Work> retries = new DelayQueue<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicReference<String> firstWrong = new AtomicReference<>("");
  private final List<Thread> threads = new ArrayList<>();
  private volatile long closeAt = Long.MAX_VALUE;

  /**
   * @param stages figures of each stage, by its number; safe for reading while it grows
   */
  Senders(
      Target target,
      Population population,
      Pacer pacer,
      RunOptions options,
      Ledger ledger,
      Latencies latencies,
      List<StageFigures> stages) {
    this.target = target;
    this.population = population;
    this.pacer = pacer;
    batchSize = options.batch();
    patienceNanos = options.patience().toNanos();
    retrying = options.retries();
    this.ledger = ledger;
    this.latencies = latencies;
    this.stages = stages;
  }

  /**
   * @param connections requests that may be under way at once, besides those sent again
   */
  void start(int connections) {
    Thread.Builder builder =
        connections <= PLATFORM_THREADS ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    for (int i = 0; i < connections; i++) {
      threads.add(builder.name("load-sender-" + i).start(this::sendFirst));
    }
    int again = retrying ? Math.min(connections, 1 + connections / FIRST_FOR_EACH_AGAIN) : 0;
    for (int i = 0; i < again; i++) {
      threads.add(builder.name("load-again-" + i).start(this::sendAgain));
    }
  }

  /** Connections that have a request under way. */
  int busy() {
    return busy.get();
  }

  /** Batches that wait to be sent again. */
  int waitingAgain() {
    return retries.size();
  }

  /** What a target took or refused against its word; empty if it never did. */
  String firstWrong() {
    return firstWrong.get();
  }

  /** Sends what is due for the first time. */
  private void sendFirst() {
    @Nullable Sender sender = null;
    try {
      while (true) {
        long free = System.nanoTime();
        Slot slot = pacer.take();
        if (slot == null) {
          return;
        }
        sender = deliver(sender, first(slot, free));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (sender != null) {
        sender.close();
      }
    }
  }

  /** Sends what was refused or lost, when its pause is over. */
  private void sendAgain() {
    @Nullable Sender sender = null;
    try {
      while (System.nanoTime() < closeAt) {
        Work work = retries.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
        if (work != null) {
          sender = deliver(sender, work);
        } else if (pacer.isFinished() && retries.isEmpty() && busy.get() == 0) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (sender != null) {
        sender.close();
      }
    }
  }

  /** Waits for the slot's time and makes its batch. */
  private Work first(Slot slot, long free) {
    long wait = slot.due() - System.nanoTime();
    while (wait > 0) {
      LockSupport.parkNanos(wait);
      wait = slot.due() - System.nanoTime();
    }
    Batch batch = population.next(batchSize, System.currentTimeMillis());
    boolean waited = free > slot.due();
    long delay = System.nanoTime() - Math.max(free, slot.due());
    stages.get(slot.stage()).sent(batch.size(), delay, waited);
    return new Work(slot, batch, 0, slot.due(), false);
  }

  private @Nullable Sender deliver(@Nullable Sender open, Work work) throws InterruptedException {
    StageFigures figures = stages.get(work.slot().stage());
    @Nullable Sender sender = open;
    busy.incrementAndGet();
    try {
      if (sender == null) {
        sender = target.open();
      }
      switch (sender.send(work.batch())) {
        case Delivery.Acknowledged _ -> {
          settle(work, figures);
          if (work.batch().again() && work.attempt() == 0) {
            return sendTwice(sender, work, figures);
          }
        }
        case Delivery.Refused refused -> {
          figures.refused(refused.reason(), work.batch().size());
          again(work, figures, refused.pauseMillis(), work.uncertain());
        }
        case Delivery.Rejected rejected -> {
          figures.refused(rejected.reason(), work.batch().size());
          giveUp(work, figures, work.uncertain());
        }
        case Delivery.Unknown unknown -> {
          figures.refused(unknown.reason(), work.batch().size());
          again(work, figures, 0, true);
        }
        case Delivery.Wrong wrong -> {
          figures.refused("wrong answer", work.batch().size());
          firstWrong.compareAndSet("", wrong.what());
          settle(work, figures);
        }
      }
      return sender;
    } catch (IOException e) {
      if (sender != null) {
        sender.close();
      }
      boolean connected = sender != null;
      figures.refused(connected ? "connection lost" : "no connection", work.batch().size());
      again(work, figures, 0, work.uncertain() || connected);
      return null;
    } finally {
      busy.decrementAndGet();
    }
  }

  private void settle(Work work, StageFigures figures) {
    latencies.record(work.slot().stage(), System.nanoTime() - work.slot().due());
    figures.acknowledged(work.batch().size());
    ledger.acknowledge(work.batch());
  }

  /** Sends a batch again although it was acknowledged: it is settled, whatever becomes of this. */
  private @Nullable Sender sendTwice(Sender sender, Work work, StageFigures figures)
      throws InterruptedException {
    try {
      if (sender.send(work.batch()) instanceof Delivery.Acknowledged) {
        ledger.acknowledge(work.batch());
      }
      return sender;
    } catch (IOException _) {
      sender.close();
      figures.refused("connection lost", work.batch().size());
      return null;
    }
  }

  private void again(Work work, StageFigures figures, long askedMillis, boolean uncertain) {
    long now = System.nanoTime();
    long doubled =
        Math.min(FIRST_PAUSE_MILLIS << Math.min(work.attempt(), 10), LONGEST_PAUSE_MILLIS);
    long pause = TimeUnit.MILLISECONDS.toNanos(askedMillis > 0 ? askedMillis : doubled);
    // Clients that were refused together do not come back together.
    pause += (long) (pause * .25 * (work.slot().due() % 1_000) / 1_000);
    boolean tooLate = now + pause - work.slot().due() > patienceNanos || now + pause > closeAt;
    if (!retrying || tooLate || retries.size() >= MOST_RETRIES_WAITING) {
      giveUp(work, figures, uncertain);
    } else {
      retries.add(new Work(work.slot(), work.batch(), work.attempt() + 1, now + pause, uncertain));
    }
  }

  private void giveUp(Work work, StageFigures figures, boolean uncertain) {
    figures.givenUp(work.batch().size());
    if (uncertain) {
      ledger.leaveOpen(work.batch());
    }
  }

  /**
   * Waits until everything that was taken has been answered or given up; the pacer has finished.
   */
  void finish(Duration limit) throws InterruptedException {
    closeAt = System.nanoTime() + limit.toNanos();
    for (Thread thread : threads) {
      long left = closeAt + TimeUnit.SECONDS.toNanos(5) - System.nanoTime();
      if (left > 0) {
        thread.join(Duration.ofNanos(left));
      }
    }
    for (Work work = retries.poll(); work != null; work = retries.poll()) {
      giveUp(work, stages.get(work.slot().stage()), work.uncertain());
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
