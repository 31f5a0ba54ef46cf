package dev.millrace.process;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.StorePosition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The write thread: gives the store one batch after the other, each as often as it takes. The store
 * moves its position with every batch, which wakes whoever waits for it.
 */
final class BatchWriter implements Runnable {
  /**
   * A batch costs the store milliseconds however small it is. So after a small one the writer rests
   * as long as it has worked, within a limit, while the next one gathers: less work, and as fresh.
   */
  private static final Duration LONGEST_REST = Duration.ofMillis(25);

  /** From this size on, what an event costs outweighs what a batch costs. */
  private static final int FULL_BATCH_EVENTS = 5_000;

  private final EventStore store;
  private final Exchange exchange;
  private final Metrics metrics;
  private final ProcessCounts counts;
  private final Outage outage;

  BatchWriter(
      ProcessConfig config,
      EventStore store,
      Exchange exchange,
      Metrics metrics,
      ProcessCounts counts) {
    this.store = store;
    this.exchange = exchange;
    this.metrics = metrics;
    this.counts = counts;
    this.outage = new Outage("writing", config);
  }

  @Nullable String problem() {
    return outage.problem();
  }

  @Override
  public void run() {
    GatheredBatch batch = exchange.take();
    while (batch != null) {
      write(batch);
      batch = exchange.take();
    }
  }

  private void write(GatheredBatch gathered) {
    EventBatch batch = gathered.batch();
    while (!exchange.stopped()) {
      try {
        long took = append(batch);
        outage.over();
        finish(gathered, took);
        return;
      } catch (MillraceException failure) {
        if (failure.fault() == Fault.STORE_FENCED) {
          outage.over();
          settle(gathered);
          return;
        }
        exchange.pause(outage.failed(failure));
      } catch (RuntimeException | Error unexpected) {
        exchange.pause(outage.failed(unexpected));
      }
    }
  }

  /** Returns how long it took, in nanoseconds. */
  private long append(EventBatch batch) {
    long began = System.nanoTime();
    try {
      store.append(batch);
    } finally {
      metrics.took("process", "write", System.nanoTime() - began);
    }
    return System.nanoTime() - began;
  }

  /** A try before may have committed the batch and failed only afterwards. */
  private void settle(GatheredBatch gathered) {
    StorePosition position = store.commits().position();
    Positions to = gathered.batch().to();
    if (position.logId().equals(gathered.batch().logId()) && position.positions().equals(to)) {
      finish(gathered, 0);
    } else {
      exchange.fence();
    }
  }

  private void finish(GatheredBatch gathered, long tookNanos) {
    int events = gathered.batch().events().size();
    counts.stored(events);
    metrics.events("process", events);
    if (events < FULL_BATCH_EVENTS) {
      exchange.pause(Duration.ofNanos(Math.min(tookNanos, LONGEST_REST.toNanos())));
    }
    exchange.commit(gathered);
  }
}
