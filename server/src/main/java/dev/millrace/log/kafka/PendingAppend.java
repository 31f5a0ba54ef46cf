package dev.millrace.log.kafka;

import dev.millrace.event.Positions;
import dev.millrace.fault.MillraceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One append on its way: gathers the acknowledgements of its records. Successes arrive on the
 * producer's thread, failures also on the thread that sends.
 */
final class PendingAppend implements Callback {
  private final CompletableFuture<Positions> outcome = new CompletableFuture<>();
  private final AtomicInteger missing;
  private final String eventTopic;
  private final Settled settled;

  /** Written by the producer's thread; read after the last acknowledgement. */
  private final long[] next;

  private volatile @Nullable Throwable failure;

  /** Hears of the outcome before those who wait for it. */
  interface Settled {
    /**
     * @param failure null if all went well
     */
    void settled(Positions to, @Nullable MillraceException failure);
  }

  PendingAppend(int records, String eventTopic, int partitions, Settled settled) {
    this.settled = settled;
    missing = new AtomicInteger(records);
    this.eventTopic = eventTopic;
    next = new long[partitions];
  }

  CompletableFuture<Positions> outcome() {
    return outcome;
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception recordFailure) {
    if (recordFailure != null) {
      fail(recordFailure, 1);
      return;
    }
    if (metadata != null && metadata.topic().equals(eventTopic)) {
      int partition = metadata.partition();
      next[partition] = Math.max(next[partition], metadata.offset() + 1);
    }
    settle(1);
  }

  /** Some records failed, or were never sent. */
  void fail(Throwable reason, int records) {
    failure = reason;
    settle(records);
  }

  private void settle(int records) {
    if (missing.addAndGet(-records) > 0) {
      return;
    }
    Throwable reason = failure;
    Positions to = Positions.ofNext(next);
    if (reason == null) {
      settled.settled(to, null);
      outcome.complete(to);
    } else {
      MillraceException fault = Faults.of(reason);
      settled.settled(to, fault);
      outcome.completeExceptionally(fault);
    }
  }
}
