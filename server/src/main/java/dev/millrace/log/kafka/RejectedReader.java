package dev.millrace.log.kafka;

import dev.millrace.log.Rejection;
import dev.millrace.log.RejectionFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the end of the topic of refused events, for people who look at samples. One at a time, with
 * a consumer that lives for one reading: that is seldom, and costs nothing in between.
 */
final class RejectedReader {
  /** Records that are looked at in each partition, at most; other projects' are among them. */
  private static final long LOOK_BACK = 2_000;

  /** What is kept of them while they are looked for. */
  private static final long MAX_BYTES = 4 * 1024 * 1024;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final String topic;
  private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
  private final ReentrantLock lock = new ReentrantLock();

  RejectedReader(String topic, Supplier<KafkaConsumer<byte[], byte[]>> consumers) {
    this.topic = topic;
    this.consumers = consumers;
  }

  /** The newest first. */
  List<Rejection> newest(String project, int limit) {
    lock.lock();
    KafkaConsumer<byte[], byte[]> consumer = consumers.get();
    try {
      Newest newest = new Newest(limit);
      read(consumer, project, newest);
      return List.copyOf(newest.found.reversed());
    } catch (KafkaException failure) {
      throw Faults.of(failure);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
      lock.unlock();
    }
  }

  /** The last ones that were added, as many as are wanted and fit. */
  private static final class Newest {
    private final int limit;
    private final Deque<Rejection> found = new ArrayDeque<>();
    private long bytes;

    Newest(int limit) {
      this.limit = limit;
    }

    void add(Rejection rejection) {
      found.addLast(rejection);
      bytes += rejection.original().length;
      while (found.size() > limit || bytes > MAX_BYTES) {
        bytes -= found.removeFirst().original().length;
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, String project, Newest newest) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    consumer.assign(partitions);
    partitions.forEach(partition ->
        consumer.seek(
            partition,
            Math.max(
                beginnings.getOrDefault(partition, 0L),
                ends.getOrDefault(partition, 0L) - LOOK_BACK)));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline
        && partitions.stream()
            .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
      for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
        RejectionFormat.decode(polled.value())
            .filter(rejection -> rejection.project().equals(project))
            .ifPresent(newest::add);
      }
    }
  }
}
