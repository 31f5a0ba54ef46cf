package dev.millrace.log.kafka;

import dev.millrace.event.Erasure;
import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.log.EventLog;
import dev.millrace.log.LogReader;
import dev.millrace.log.Rejection;
import dev.millrace.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in two topics of Kafka: {@value #EVENTS} and {@value #REJECTED}. Appends complete on the
 * producer's thread, so whoever waits for one must not work in its completion.
 */
public final class KafkaEventLog implements EventLog {
  public static final String EVENTS = "millrace.events";
  public static final String REJECTED = "millrace.rejected";

  private static final Logger LOGGER = LoggerFactory.getLogger(KafkaEventLog.class);
  private static final int REJECTED_PARTITIONS = 1;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final @Nullable EmbeddedBroker broker;
  private final Clients clients;
  private final Admin admin;
  private final Topics topics;
  private final Appender appender;
  private final RejectedReader rejected;
  private final String id;
  private final int partitions;
  private final int pollRecords;

  private KafkaEventLog(
      KafkaLogConfig config,
      @Nullable EmbeddedBroker broker,
      Clients clients,
      Admin admin,
      Metrics metrics) {
    this.broker = broker;
    this.clients = clients;
    this.admin = admin;
    topics = new Topics(admin);
    TopicDescription events = topics.ready(EVENTS, config.partitions(), config.startTimeout());
    topics.ready(REJECTED, REJECTED_PARTITIONS, config.startTimeout());
    id = events.topicId().toString();
    partitions = events.partitions().size();
    pollRecords = config.pollRecords();
    if (partitions != config.partitions()) {
      LOGGER.warn(
          "log keeps its number of partitions topic={} partitions={} configured={}",
          EVENTS,
          partitions,
          config.partitions());
    }
    appender =
        new Appender(
            clients.producer(partitions + REJECTED_PARTITIONS),
            partitions,
            end(),
            config.bufferBytes(),
            unacknowledged -> DiskReserve.of(broker, unacknowledged),
            metrics);
    appender.awaitTopics(config.startTimeout());
    rejected = new RejectedReader(REJECTED, clients::consumer);
  }

  /**
   * Opens the log and makes it if it is not there; starts the embedded broker if that keeps it.
   *
   * @throws dev.millrace.fault.MillraceException {@code invalid_configuration} if the folder or the
   *     port is in use, {@code log_unavailable} if the broker does not answer
   */
  public static KafkaEventLog open(KafkaLogConfig config, Metrics metrics) {
    return switch (config.broker()) {
      case KafkaLogConfig.Cluster cluster ->
          open(config, null, new Clients(config, cluster.servers(), cluster.properties()), metrics);
      case KafkaLogConfig.Embedded embedded -> {
        EmbeddedBroker broker = EmbeddedBroker.start(embedded, config.partitions());
        try {
          Clients clients = new Clients(config, broker.servers(), Map.of());
          yield open(config, broker, clients, metrics);
        } catch (RuntimeException failure) {
          broker.close();
          throw failure;
        }
      }
    };
  }

  private static KafkaEventLog open(
      KafkaLogConfig config, @Nullable EmbeddedBroker broker, Clients clients, Metrics metrics) {
    Admin admin = clients.admin();
    try {
      return new KafkaEventLog(config, broker, clients, admin, metrics);
    } catch (RuntimeException failure) {
      admin.close(CLOSE_TIMEOUT);
      throw failure;
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public CompletableFuture<Positions> append(List<Event> events, List<Rejection> rejections) {
    return appender.append(events, rejections);
  }

  @Override
  public CompletableFuture<Positions> append(Erasure erasure) {
    return appender.append(erasure);
  }

  @Override
  public Positions beginning() {
    return topics.offsets(EVENTS, partitions, OffsetSpec.earliest());
  }

  @Override
  public Positions end() {
    return topics.offsets(EVENTS, partitions, OffsetSpec.latest());
  }

  @Override
  public Positions appended() {
    return appender.appended();
  }

  @Override
  public LogReader read(Positions from) {
    return new KafkaLogReader(
        clients.consumer(), clients.recordsAtOnce(), pollRecords, EVENTS, partitions, from);
  }

  @Override
  public List<Rejection> newestRejections(String project, int limit) {
    return rejected.newest(project, limit);
  }

  @Override
  public long bytesWritten() {
    return appender.bytesSent();
  }

  @Override
  public long bytesOnDisk() {
    return broker == null ? 0 : size(broker.settings().folder());
  }

  @Override
  public @Nullable String refusal() {
    return appender.refusal();
  }

  /** How ordinary Kafka tools reach the embedded broker; null if a cluster keeps the log. */
  public @Nullable String embeddedServers() {
    return broker == null ? null : broker.servers();
  }

  @Override
  public void close() {
    appender.close();
    admin.close(CLOSE_TIMEOUT);
    if (broker != null) {
      broker.close();
    }
  }

  /** Bytes of records: index files are made at full size with nothing in them. */
  private static long size(Path folder) {
    long[] bytes = new long[1];
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".log")) {
                bytes[0] += attributes.size();
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              // Retention has removed it since its folder was listed.
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes[0];
  }
}
