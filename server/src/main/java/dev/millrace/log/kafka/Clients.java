package dev.millrace.log.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka clients of one log. The operator's properties win over our tuning, and what the
 * log's promises rest on wins over them.
 */
final class Clients {
  /**
   * Requests that the broker has not answered. One, so that all that comes in during a flush goes
   * into the next: the broker would flush a second one only after the first anyway.
   */
  private static final int IN_FLIGHT = 1;

  /** Events are mostly ids that nothing compresses: the default of 3 makes them no smaller. */
  private static final int ZSTD_LEVEL = 1;

  /** Few, since their sizes are only known when they are there. */
  private static final int RECORDS_AT_ONCE = 32;

  /** Topics that nothing was sent to for this long would have to be looked up in a request. */
  private static final Duration KEEP_METADATA = Duration.ofDays(3650);

  private static final AtomicLong COUNT = new AtomicLong();

  private final KafkaLogConfig config;
  private final String servers;
  private final Map<String, String> passedThrough;

  Clients(KafkaLogConfig config, String servers, Map<String, String> passedThrough) {
    this.config = config;
    this.servers = servers;
    this.passedThrough = passedThrough;
  }

  /** Records that a consumer decompresses and hands over in one piece. */
  int recordsAtOnce() {
    return Math.min(RECORDS_AT_ONCE, config.pollRecords());
  }

  Admin admin() {
    Map<String, Object> properties = common("admin");
    properties.putAll(passedThrough);
    return Admin.create(properties);
  }

  /**
   * @param topicPartitions that the producer writes to
   */
  KafkaProducer<byte[], byte[]> producer(int topicPartitions) {
    Map<String, Object> properties = common("producer");
    properties.put("compression.type", "zstd");
    properties.put("compression.zstd.level", ZSTD_LEVEL);
    properties.put("linger.ms", Long.toString(config.linger().toMillis()));
    properties.put("batch.size", config.batchBytes());
    properties.put("max.request.size", BrokerProperties.MAX_MESSAGE_BYTES);
    properties.put("max.in.flight.requests.per.connection", IN_FLIGHT);
    properties.put("delivery.timeout.ms", (int) config.deliveryTimeout().toMillis());
    properties.put(
        "request.timeout.ms", (int) config.deliveryTimeout().minus(config.linger()).toMillis());
    properties.put("retry.backoff.ms", 20);
    properties.put("metadata.max.idle.ms", KEEP_METADATA.toMillis());
    properties.putAll(passedThrough);
    // Durable, without repeats, and never waiting on a request's thread.
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    properties.put("max.block.ms", 0);
    properties.put("buffer.memory", producerMemory(topicPartitions));
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = common("consumer");
    properties.put("fetch.min.bytes", 1);
    properties.put("fetch.max.bytes", config.fetchBytes());
    properties.put("max.partition.fetch.bytes", config.fetchBytes());
    properties.put("receive.buffer.bytes", -1);
    properties.putAll(passedThrough);
    // Offsets are the store's business, and what a writer has taken back was never there.
    properties.remove("group.id");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "none");
    properties.put("isolation.level", "read_committed");
    // What bounds the memory of a reader, whose limit of bytes counts what it was handed.
    properties.put("max.poll.records", recordsAtOnce());
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> common(String role) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", servers);
    properties.put("client.id", "millrace-" + role + "-" + COUNT.incrementAndGet());
    properties.put("metric.reporters", "");
    properties.put("reconnect.backoff.ms", 20);
    properties.put("reconnect.backoff.max.ms", 500);
    properties.put("enable.metrics.push", false);
    return properties;
  }

  /**
   * The buffer is what the log lets in before compression; beyond that, each partition has batches
   * that are allocated whole and filled in part.
   */
  private long producerMemory(int topicPartitions) {
    return config.bufferBytes() + (long) config.batchBytes() * topicPartitions * (IN_FLIGHT + 2);
  }
}
