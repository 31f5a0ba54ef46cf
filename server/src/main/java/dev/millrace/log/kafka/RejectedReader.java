package dev.millrace.log.kafka;

import dev.millrace.log.Rejection;
import dev.millrace.log.RejectionFormat;
import java.time.Duration;
import java.util.ArrayList;
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
      List<Rejection> found = read(consumer, project);
      List<Rejection> newest = found.subList(Math.max(0, found.size() - limit), found.size());
      return List.copyOf(newest.reversed());
    } catch (KafkaException failure) {
      throw Faults.of(failure);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
      lock.unlock();
    }
  }

  private List<Rejection> read(KafkaConsumer<byte[], byte[]> consumer, String project) {
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
    List<Rejection> found = new ArrayList<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline
        && partitions.stream()
            .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
      for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
        RejectionFormat.decode(polled.value())
            .filter(rejection -> rejection.project().equals(project))
            .ifPresent(found::add);
      }
    }
    return found;
  }
}
