package dev.millrace.log.kafka;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.LogReader;
import dev.millrace.log.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Reads all partitions of the events' topic with one consumer that belongs to no group. */
final class KafkaLogReader implements LogReader {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  private static final byte[] NO_VALUE = {};

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int recordsAtOnce;
  private final int pollRecords;
  private final List<TopicPartition> partitions;

  /** The offset after the last polled one, by partition. */
  private final long[] next;

  /**
   * Takes over the consumer.
   *
   * @param recordsAtOnce that the consumer hands over
   * @param pollRecords that one poll returns at most
   */
  KafkaLogReader(
      KafkaConsumer<byte[], byte[]> consumer,
      int recordsAtOnce,
      int pollRecords,
      String topic,
      int partitionCount,
      Positions from) {
    this.consumer = consumer;
    this.recordsAtOnce = recordsAtOnce;
    this.pollRecords = pollRecords;
    partitions =
        IntStream.range(0, partitionCount).mapToObj(p -> new TopicPartition(topic, p)).toList();
    next = new long[partitionCount];
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      seek(partition, from.next(partition.partition()));
    }
  }

  /**
   * The consumer decompresses record by record as it hands them out, so many small polls hold no
   * more than what they have returned.
   */
  @Override
  public List<LogRecord> poll(Duration timeout, long enoughBytes) {
    List<LogRecord> records = new ArrayList<>();
    try {
      long bytes = take(consumer.poll(timeout), records);
      int polled = records.size();
      while (polled == recordsAtOnce
          && records.size() + recordsAtOnce <= pollRecords
          && bytes < enoughBytes) {
        int before = records.size();
        bytes += take(consumer.poll(Duration.ZERO), records);
        polled = records.size() - before;
      }
    } catch (WakeupException _) {
      // What was read is returned at once.
    } catch (OffsetOutOfRangeException removed) {
      if (records.isEmpty()) {
        throw truncated(removed.offsetOutOfRangePartitions());
      }
    } catch (KafkaException failure) {
      // With the next poll it comes again, and these records would not.
      if (records.isEmpty()) {
        throw Faults.of(failure);
      }
    }
    return records;
  }

  @Override
  public Positions position() {
    return Positions.ofNext(next);
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }

  /**
   * Adds what was polled, moves on past it, and counts its bytes. A record without a value, which
   * any writer may send, is an empty one to us.
   */
  private long take(ConsumerRecords<byte[], byte[]> polled, List<LogRecord> into) {
    long bytes = 0;
    for (ConsumerRecord<byte[], byte[]> each : polled) {
      byte[] value = each.value() == null ? NO_VALUE : each.value();
      into.add(new LogRecord(each.partition(), each.offset(), value));
      bytes += value.length;
    }
    polled
        .nextOffsets()
        .forEach((partition, offset) -> next[partition.partition()] = offset.offset());
    return bytes;
  }

  private MillraceException truncated(Map<TopicPartition, Long> wanted) {
    Map<TopicPartition, Long> kept = beginning(wanted.keySet());
    StringBuilder gaps = new StringBuilder();
    wanted.forEach((partition, offset) -> {
      long first = kept.getOrDefault(partition, 0L);
      gaps.append(gaps.isEmpty() ? "" : ", ")
          .append("partition %d offset %d".formatted(partition.partition(), offset))
          .append(" (the first that is kept is %d)".formatted(first));
      seek(partition, first);
    });
    return new MillraceException(Fault.LOG_TRUNCATED, "the log no longer has " + gaps);
  }

  private Map<TopicPartition, Long> beginning(Collection<TopicPartition> of) {
    try {
      return consumer.beginningOffsets(of);
    } catch (KafkaException failure) {
      throw Faults.of(failure);
    }
  }

  private void seek(TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
    next[partition.partition()] = offset;
  }
}
