package dev.millrace.process;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.StorePosition;
import org.jspecify.annotations.Nullable;

/**
 * The write thread: gives the store one batch after the other, each as often as it takes. The store
 * moves its position with every batch, which wakes whoever waits for it.
 */
final class BatchWriter implements Runnable {
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
        append(batch);
        outage.over();
        finish(gathered);
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

  private void append(EventBatch batch) {
    long began = System.nanoTime();
    try {
      store.append(batch);
    } finally {
      metrics.took("process", "write", System.nanoTime() - began);
    }
  }

  /** A try before may have committed the batch and failed only afterwards. */
  private void settle(GatheredBatch gathered) {
    StorePosition position = store.commits().position();
    Positions to = gathered.batch().to();
    if (position.logId().equals(gathered.batch().logId()) && position.positions().equals(to)) {
      finish(gathered);
    } else {
      exchange.fence();
    }
  }

  private void finish(GatheredBatch gathered) {
    int events = gathered.batch().events().size();
    counts.stored(events);
    metrics.events("process", events);
    exchange.commit(gathered);
  }
}
