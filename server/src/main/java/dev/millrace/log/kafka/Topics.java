package dev.millrace.log.kafka;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the log's topics when they are missing, and says what is in them. */
final class Topics {
  private static final Duration RETRY = Duration.ofMillis(20);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final Admin admin;

  Topics(Admin admin) {
    this.admin = admin;
  }

  /** Waits until the topic is there and every partition has a leader. */
  TopicDescription ready(String name, int partitions, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        Map<String, TopicDescription> found =
            answer(admin.describeTopics(List.of(name)).allTopicNames(), timeout);
        TopicDescription topic = Objects.requireNonNull(found.get(name));
        if (topic.partitions().stream().allMatch(p -> isThere(p.leader()))) {
          return topic;
        }
      } catch (UnknownTopicOrPartitionException _) {
        create(name, partitions, timeout);
      } catch (RetriableException _) {
        // The broker has only just started.
      } catch (KafkaException failure) {
        throw Faults.of(failure);
      }
      if (System.nanoTime() >= deadline) {
        throw new MillraceException(
            Fault.LOG_UNAVAILABLE, "topic " + name + " is not ready within " + timeout);
      }
      pause();
    }
  }

  Positions offsets(String name, int partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(name, partition), which);
    }
    try {
      Map<TopicPartition, ListOffsetsResultInfo> found =
          answer(admin.listOffsets(asked).all(), ANSWER_TIMEOUT);
      long[] next = new long[partitions];
      found.forEach((partition, info) -> next[partition.partition()] = info.offset());
      return Positions.ofNext(next);
    } catch (KafkaException failure) {
      throw Faults.of(failure);
    }
  }

  private void create(String name, int partitions, Duration timeout) {
    try {
      NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
      answer(admin.createTopics(List.of(topic)).all(), timeout);
    } catch (TopicExistsException | RetriableException _) {
      // Made by someone else, or to be tried again.
    }
  }

  private static boolean isThere(Node leader) {
    return leader != null && !leader.isEmpty();
  }

  private static <T> T answer(KafkaFuture<T> future, Duration timeout) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof KafkaException known
          ? known
          : new KafkaException(failure.getCause());
    } catch (TimeoutException _) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer within " + timeout);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static MillraceException interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new MillraceException(
        Fault.LOG_UNAVAILABLE, "interrupted while waiting for the log", interrupted);
  }
}
