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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
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
  private final AtomicReference<Positions> appended;
  private final DiskReserve reserve;
  private final Metrics metrics;
  private volatile boolean closed;

  /**
   * @param end of the events' topic
   * @param reserves makes the reserve, given the bytes that are let in and not acknowledged
   */
  Appender(
      KafkaProducer<byte[], byte[]> producer,
      int partitions,
      Positions end,
      long bufferBytes,
      Reserves reserves,
      Metrics metrics) {
    this.producer = producer;
    this.partitions = partitions;
    appended = new AtomicReference<>(end);
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
    // Before they are encoded, so that what cannot be let in costs no memory.
    long least = leastSize(events, rejections);
    MillraceException refusal = admit(least);
    if (refusal != null) {
      return refused(refusal, events.size() + rejections.size());
    }
    List<ProducerRecord<byte[], byte[]>> records;
    try {
      records = encode(events, rejections);
    } catch (IllegalArgumentException unreadable) {
      unacknowledgedBytes.addAndGet(-least);
      return CompletableFuture.failedFuture(
          new MillraceException(
              Fault.INTERNAL_ERROR,
              "an event was let through that the log cannot hold",
              unreadable));
    }
    return append(records, events.size(), least);
  }

  /** What is acknowledged, and what was in the log before. */
  Positions appended() {
    return appended.get();
  }

  /** Into every partition, whatever its key. */
  CompletableFuture<Positions> append(Erasure erasure) {
    byte[] value = ErasureFormat.encode(erasure);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      records.add(
          new ProducerRecord<>(KafkaEventLog.EVENTS, partition, ErasureFormat.key(erasure), value));
    }
    return append(records, 0, 0);
  }

  /**
   * @param admitted bytes that are counted already
   */
  private CompletableFuture<Positions> append(
      List<ProducerRecord<byte[], byte[]>> records, int events, long admitted) {
    long started = System.nanoTime();
    if (records.isEmpty()) {
      return CompletableFuture.completedFuture(Positions.NONE);
    }
    long bytes = size(records);
    MillraceException refusal = bytes > bufferBytes ? tooLarge(bytes) : admit(bytes - admitted);
    if (refusal != null) {
      unacknowledgedBytes.addAndGet(-admitted);
      return refused(refusal, records.size());
    }
    PendingAppend append =
        new PendingAppend(
            records.size(),
            KafkaEventLog.EVENTS,
            partitions,
            (to, failure) -> settled(bytes, started, events, to, failure));
    send(records, append);
    return append.outcome();
  }

  private CompletableFuture<Positions> refused(MillraceException refusal, int records) {
    metrics.refused(STAGE, refusal.fault().code(), records);
    return CompletableFuture.failedFuture(refusal);
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

  /** What they take at least: everything but names and ids, which are short. */
  private static long leastSize(List<Event> events, List<Rejection> rejections) {
    long bytes = (long) (events.size() + rejections.size()) * RECORD_OVERHEAD_BYTES;
    for (Event event : events) {
      bytes += event.properties().length() + event.context().length();
    }
    for (Rejection rejection : rejections) {
      bytes += rejection.original().length;
    }
    return bytes;
  }

  private List<ProducerRecord<byte[], byte[]>> encode(
      List<Event> events, List<Rejection> rejections) {
    List<ProducerRecord<byte[], byte[]>> records =
        new ArrayList<>(events.size() + rejections.size());
    for (Event event : events) {
      byte[] key = EventFormat.key(event);
      records.add(
          new ProducerRecord<>(
              KafkaEventLog.EVENTS, partition(key), key, EventFormat.encode(event)));
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

  /**
   * As Kafka's own partitioner would, among those partitions that are read: a topic that is given
   * more of them while this runs has them from the next start on.
   */
  private int partition(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /** Counts the bytes as unacknowledged; null if they may be sent, else why not. */
  private @Nullable MillraceException admit(long bytes) {
    if (closed) {
      return new MillraceException(Fault.STOPPING, "the log is closing");
    }
    if (bytes > bufferBytes) {
      return tooLarge(bytes);
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

  /** What will not fit later either, so that sending it again is no use. */
  private MillraceException tooLarge(long bytes) {
    return new MillraceException(
        Fault.BATCH_TOO_LARGE,
        "the log would have to take %d bytes at once, at most %d fit".formatted(bytes, bufferBytes),
        "send smaller batches, or raise log.buffer",
        null);
  }

  private void settled(
      long bytes, long started, int events, Positions to, @Nullable MillraceException failure) {
    unacknowledgedBytes.addAndGet(-bytes);
    if (failure == null) {
      appended.accumulateAndGet(to, Positions::max);
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
