package dev.millrace.log.kafka;

import java.time.Duration;
import java.util.Properties;

/** How the embedded broker is set: durable, small, quick to start, and quiet when idle. */
final class BrokerProperties {
  static final String CONTROLLER = "CONTROLLER";
  static final String HOST = "127.0.0.1";
  static final int NODE = 1;

  /** What a broker takes in one piece: a batch of the largest events, after compression. */
  static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

  private static final String CLIENTS = "CLIENTS";

  /** The rejections' partition, which shares the limit of bytes with those of the events. */
  private static final int OTHER_PARTITIONS = 1;

  private BrokerProperties() {}

  static Properties of(
      KafkaLogConfig.Embedded settings, int partitions, int port, int controllerPort) {
    Properties properties = new Properties();
    identify(properties, settings, port, controllerPort);
    beDurable(properties);
    limitFiles(properties, settings, partitions);
    beSmall(properties);
    beQuick(properties);
    return properties;
  }

  private static void identify(
      Properties properties, KafkaLogConfig.Embedded settings, int port, int controllerPort) {
    set(properties, "process.roles", "broker,controller");
    set(properties, "node.id", NODE);
    set(properties, "log.dirs", settings.folder());
    set(properties, "controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    set(properties, "controller.listener.names", CONTROLLER);
    set(properties, "inter.broker.listener.name", CLIENTS);
    set(
        properties,
        "listeners",
        CLIENTS
            + "://"
            + HOST
            + ":"
            + port
            + ","
            + CONTROLLER
            + "://"
            + HOST
            + ":"
            + controllerPort);
    set(properties, "advertised.listeners", CLIENTS + "://" + HOST + ":" + port);
    set(
        properties,
        "listener.security.protocol.map",
        CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    set(properties, "auto.create.topics.enable", false);
  }

  private static void beDurable(Properties properties) {
    // One node has no replica, so its acknowledgement has to mean an fsync.
    set(properties, "log.flush.interval.messages", 1);
    set(properties, "offsets.topic.replication.factor", 1);
    set(properties, "transaction.state.log.replication.factor", 1);
    set(properties, "transaction.state.log.min.isr", 1);
    set(properties, "share.coordinator.state.topic.replication.factor", 1);
    set(properties, "share.coordinator.state.topic.min.isr", 1);
  }

  private static void limitFiles(
      Properties properties, KafkaLogConfig.Embedded settings, int partitions) {
    long partitionBytes = settings.retentionBytes() / (partitions + OTHER_PARTITIONS);
    set(properties, "log.retention.ms", settings.retention().toMillis());
    set(properties, "log.retention.bytes", Math.max(partitionBytes, settings.segmentBytes()));
    set(properties, "log.segment.bytes", settings.segmentBytes());
    set(properties, "log.retention.check.interval.ms", Duration.ofSeconds(30).toMillis());
    set(properties, "log.segment.delete.delay.ms", Duration.ofSeconds(1).toMillis());
    // An index has at most one entry of 12 bytes for each 4 KiB of its segment. It is mapped and
    // flushed as a whole, so that a larger one costs time with each fsync.
    set(properties, "log.index.size.max.bytes", Math.max(64 * 1024, settings.segmentBytes() / 256));
    set(properties, "message.max.bytes", MAX_MESSAGE_BYTES);
    set(properties, "metadata.log.segment.bytes", 8 * 1024 * 1024);
    set(properties, "metadata.max.retention.bytes", 16 * 1024 * 1024);
    set(properties, "offsets.topic.segment.bytes", 8 * 1024 * 1024);
    set(properties, "transaction.state.log.segment.bytes", 8 * 1024 * 1024);
    // Empty records that would be written to the metadata log twice a second for ever.
    set(properties, "metadata.max.idle.interval.ms", 0);
  }

  private static void beSmall(Properties properties) {
    set(properties, "offsets.topic.num.partitions", 1);
    set(properties, "transaction.state.log.num.partitions", 1);
    set(properties, "share.coordinator.state.topic.num.partitions", 1);
    set(properties, "num.network.threads", 1);
    set(properties, "num.io.threads", 2);
    set(properties, "num.replica.fetchers", 1);
    set(properties, "background.threads", 2);
    set(properties, "group.coordinator.threads", 1);
    set(properties, "share.coordinator.threads", 1);
    set(properties, "log.cleaner.dedupe.buffer.size", 2 * 1024 * 1024);
    set(properties, "log.cleaner.io.buffer.size", 64 * 1024);
    set(properties, "metric.reporters", "");
  }

  private static void beQuick(Properties properties) {
    set(properties, "num.recovery.threads.per.data.dir", 2);
    set(properties, "log.flush.offset.checkpoint.interval.ms", Duration.ofSeconds(10).toMillis());
    set(properties, "group.initial.rebalance.delay.ms", 0);
    // After a kill the controller waits for the old broker's session to end before it takes the new
    // one in, by default 9 s.
    set(properties, "broker.session.timeout.ms", Duration.ofSeconds(3).toMillis());
    set(properties, "broker.heartbeat.interval.ms", Duration.ofMillis(500).toMillis());
  }

  private static void set(Properties properties, String name, Object value) {
    properties.put(name, value.toString());
  }
}
