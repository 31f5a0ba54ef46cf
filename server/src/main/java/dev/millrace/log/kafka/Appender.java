package dev.millrace.log.kafka;

import dev.millrace.event.Erasure;
import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.ErasureFormat;
import dev.millrace.log.EventFormat;
import dev.millrace.log.Rejection;
import dev.millrace.log.RejectionFormat;
import dev.millrace.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of the log. Request threads encode their events and hand them to one producer,
 * which sends what gathers while the broker flushes what came before.
 *
 * <p>An append is let in whole or not at all: it must fit into the buffer, which is counted before
 * compression, and onto the disk. So a request is refused before any of it is sent.
 */
final class Appender implements AutoCloseable {
  /**
   * A record's header and its share of a batch, at most: what one record alone adds to its bytes.
   */
  private static final int RECORD_OVERHEAD_BYTES = 100;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofMillis(5);
  private static final String STAGE = "log";

  private final KafkaProducer<byte[], byte[]> producer;
  private final int partitions;
  private final long bufferBytes;
  private final AtomicLong unacknowledgedBytes = new AtomicLong();
  private final DiskReserve reserve;
  private final Metrics metrics;
  private volatile boolean closed;

  /**
   * @param reserves makes the reserve, given the bytes that are let in and not acknowledged
   */
  Appender(
      KafkaProducer<byte[], byte[]> producer,
      int partitions,
      long bufferBytes,
      Reserves reserves,
      Metrics metrics) {
    this.producer = producer;
    this.partitions = partitions;
    this.bufferBytes = bufferBytes;
    this.reserve = reserves.reserve(unacknowledgedBytes::get);
    this.metrics = metrics;
    metrics.queue(STAGE, "buffer", bufferBytes, unacknowledgedBytes::get);
  }

  /** Makes the disk reserve of a log. */
  interface Reserves {
    DiskReserve reserve(LongSupplier unacknowledgedBytes);
  }

  /** Waits until the producer knows the topics, since no append waits for that. */
  void awaitTopics(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (String topic : List.of(KafkaEventLog.EVENTS, KafkaEventLog.REJECTED)) {
      while (!knows(topic)) {
        if (System.nanoTime() >= deadline) {
          throw new MillraceException(
              Fault.LOG_UNAVAILABLE, "the log does not answer within " + timeout);
        }
        pause();
      }
    }
  }

  CompletableFuture<Positions> append(List<Event> events, List<Rejection> rejections) {
    List<ProducerRecord<byte[], byte[]>> records;
    try {
      records = encode(events, rejections);
    } catch (IllegalArgumentException unreadable) {
      return CompletableFuture.failedFuture(
          new MillraceException(
              Fault.INTERNAL_ERROR,
              "an event was let through that the log cannot hold",
              unreadable));
    }
    return append(records, events.size());
  }

  /** Into every partition, whatever its key. */
  CompletableFuture<Positions> append(Erasure erasure) {
    byte[] value = ErasureFormat.encode(erasure);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      records.add(
          new ProducerRecord<>(KafkaEventLog.EVENTS, partition, ErasureFormat.key(erasure), value));
    }
    return append(records, 0);
  }

  private CompletableFuture<Positions> append(
      List<ProducerRecord<byte[], byte[]>> records, int events) {
    long started = System.nanoTime();
    if (records.isEmpty()) {
      return CompletableFuture.completedFuture(Positions.NONE);
    }
    long bytes = size(records);
    MillraceException refusal = admit(bytes);
    if (refusal != null) {
      metrics.refused(STAGE, refusal.fault().code(), records.size());
      return CompletableFuture.failedFuture(refusal);
    }
    PendingAppend append =
        new PendingAppend(
            records.size(),
            KafkaEventLog.EVENTS,
            partitions,
            failure -> settled(bytes, started, events, failure));
    send(records, append);
    return append.outcome();
  }

  @Nullable String refusal() {
    if (closed) {
      return "the log is closing";
    }
    return unacknowledgedBytes.get() >= bufferBytes
        ? "the log's write buffer is full"
        : reserve.refusal();
  }

  /** What went to the broker: compressed batches and the little around them. */
  long bytesSent() {
    return producer.metrics().values().stream()
        .filter(metric ->
            metric.metricName().group().equals("producer-metrics")
                && metric.metricName().name().equals("outgoing-byte-total"))
        .map(Metric::metricValue)
        .mapToLong(value -> value instanceof Number number ? number.longValue() : 0)
        .sum();
  }

  /** Waits for what was let in, within a deadline. */
  @Override
  public void close() {
    closed = true;
    producer.close(CLOSE_TIMEOUT);
  }

  private static List<ProducerRecord<byte[], byte[]>> encode(
      List<Event> events, List<Rejection> rejections) {
    List<ProducerRecord<byte[], byte[]>> records =
        new ArrayList<>(events.size() + rejections.size());
    for (Event event : events) {
      records.add(
          new ProducerRecord<>(
              KafkaEventLog.EVENTS, EventFormat.key(event), EventFormat.encode(event)));
    }
    for (Rejection rejection : rejections) {
      records.add(
          new ProducerRecord<>(
              KafkaEventLog.REJECTED,
              rejection.project().getBytes(StandardCharsets.UTF_8),
              RejectionFormat.encode(rejection)));
    }
    return records;
  }

  private static long size(List<ProducerRecord<byte[], byte[]>> records) {
    long bytes = 0;
    for (ProducerRecord<byte[], byte[]> each : records) {
      bytes += each.key().length + each.value().length + RECORD_OVERHEAD_BYTES;
    }
    return bytes;
  }

  /** Counts the bytes as unacknowledged; null if they may be sent, else why not. */
  private @Nullable MillraceException admit(long bytes) {
    if (closed) {
      return new MillraceException(Fault.STOPPING, "the log is closing");
    }
    if (unacknowledgedBytes.addAndGet(bytes) > bufferBytes) {
      unacknowledgedBytes.addAndGet(-bytes);
      return Faults.overloaded();
    }
    if (!reserve.admit(bytes)) {
      unacknowledgedBytes.addAndGet(-bytes);
      return new MillraceException(
          Fault.LOG_DISK_LOW,
          "the log's disk is nearly full",
          "free space on the disk, or shorten the log's retention",
          null);
    }
    return null;
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records, PendingAppend append) {
    int sent = 0;
    try {
      for (ProducerRecord<byte[], byte[]> each : records) {
        Future<RecordMetadata> _ = producer.send(each, append);
        sent++;
      }
    } catch (KafkaException | IllegalStateException broken) {
      append.fail(broken, records.size() - sent);
    }
  }

  private void settled(long bytes, long started, int events, @Nullable MillraceException failure) {
    unacknowledgedBytes.addAndGet(-bytes);
    if (failure == null) {
      metrics.events(STAGE, events);
      metrics.took(STAGE, "append", System.nanoTime() - started);
    } else {
      metrics.refused(STAGE, failure.fault().code(), events);
    }
  }

  private boolean knows(String topic) {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (TimeoutException _) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MillraceException(
          Fault.LOG_UNAVAILABLE, "interrupted while waiting for the log", interrupted);
    }
  }
}
