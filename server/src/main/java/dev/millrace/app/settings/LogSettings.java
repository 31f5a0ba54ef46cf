package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.KIB;
import static dev.millrace.app.settings.Limits.MIB;
import static dev.millrace.app.settings.Limits.PIB;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.kafka.KafkaLogConfig;
import dev.millrace.log.kafka.KafkaLogConfig.Broker;
import dev.millrace.log.kafka.KafkaLogConfig.Cluster;
import dev.millrace.log.kafka.KafkaLogConfig.Embedded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings of the log stage. */
public final class LogSettings {
  private static final Embedded BROKER = Embedded.defaults(Path.of("log"));
  private static final KafkaLogConfig DEFAULTS = KafkaLogConfig.of(BROKER);

  public static final Setting<String> KAFKA =
      Setting.of(
          "log.kafka",
          SettingType.text("host:port,host:port"),
          "",
          "A Kafka cluster to keep the log in; if not set, a broker runs inside.");
  public static final OpenSetting CLIENT =
      new OpenSetting(
          "log.client", "Any property of Kafka's clients, such as log.client.security.protocol.");
  public static final Setting<String> FOLDER =
      Setting.of(
          "log.folder",
          SettingType.text("a path"),
          "",
          "Folder of the broker inside; log in the data folder if not set.");
  static final Setting<Integer> PORT =
      Setting.of(
          "log.port",
          SettingType.integer(0, 65_535),
          BROKER.port(),
          "Loopback port of the broker inside, for Kafka's own tools; 0 takes any free one.");
  public static final Setting<Duration> RETENTION =
      Setting.of(
          "log.retention",
          SettingType.duration(ofMinutes(1), ofDays(36_500)),
          BROKER.retention(),
          "How long the broker inside keeps records; no longer than any project wants them.");
  static final Setting<Long> RETENTION_SIZE =
      Setting.of(
          "log.retention-size",
          SettingType.size(MIB, PIB),
          BROKER.retentionBytes(),
          "How much the broker inside keeps; the oldest records go first.");
  static final Setting<Long> SEGMENT =
      Setting.of(
          "log.segment",
          SettingType.size(MIB, GIB),
          (long) BROKER.segmentBytes(),
          "Size of one file of the log; retention removes whole files.");
  static final Setting<Long> RESERVE =
      Setting.of(
          "log.reserve",
          SettingType.size(0, PIB),
          BROKER.reserveBytes(),
          "Disk that must stay free; ingest answers 503 before it is touched.");
  static final Setting<Integer> PARTITIONS =
      Setting.of(
          "log.partitions",
          SettingType.integer(0, 1_000),
          0,
          "Partitions of the events' topic when it is made; 0 is 1 inside, 4 on a cluster.");
  static final Setting<Long> BUFFER =
      Setting.of(
          "log.buffer",
          SettingType.size(MIB, 64 * GIB),
          DEFAULTS.bufferBytes(),
          "Events that wait to be on disk; ingest answers 503 beyond, and 413 to a batch that it could never hold.");
  static final Setting<Long> BATCH =
      Setting.of(
          "log.batch",
          SettingType.size(KIB, 4 * MIB),
          (long) DEFAULTS.batchBytes(),
          "What is sent to one partition together.");
  static final Setting<Duration> LINGER =
      Setting.of(
          "log.linger",
          SettingType.duration(ofMillis(0), ofSeconds(1)),
          DEFAULTS.linger(),
          "How long a batch waits for company.");
  static final Setting<Duration> DELIVERY_TIMEOUT =
      Setting.of(
          "log.delivery-timeout",
          SettingType.duration(ofSeconds(1), ofMinutes(10)),
          DEFAULTS.deliveryTimeout(),
          "How long an append may take before ingest answers 503.");
  static final Setting<Long> FETCH =
      Setting.of(
          "log.fetch",
          SettingType.size(MIB, GIB),
          (long) DEFAULTS.fetchBytes(),
          "What a reader of the log holds, before decompression.");
  static final Setting<Integer> POLL_RECORDS =
      Setting.of(
          "log.poll-records",
          SettingType.integer(1, 1_000_000),
          DEFAULTS.pollRecords(),
          "Records that a reader gets at once.");
  static final Setting<Duration> START_TIMEOUT =
      Setting.of(
          "log.start-timeout",
          SettingType.duration(ofSeconds(1), ofMinutes(10)),
          DEFAULTS.startTimeout(),
          "How long a start waits for the broker.");

  static final List<Setting<?>> LIST =
      List.of(
          KAFKA,
          FOLDER,
          PORT,
          RETENTION,
          RETENTION_SIZE,
          SEGMENT,
          RESERVE,
          PARTITIONS,
          BUFFER,
          BATCH,
          LINGER,
          DELIVERY_TIMEOUT,
          FETCH,
          POLL_RECORDS,
          START_TIMEOUT);

  private LogSettings() {}

  public static KafkaLogConfig config(Settings settings) {
    Broker broker = settings.get(KAFKA).isEmpty() ? embedded(settings) : cluster(settings);
    int partitions = settings.get(PARTITIONS);
    return new KafkaLogConfig(
        broker,
        partitions == 0 ? KafkaLogConfig.of(broker).partitions() : partitions,
        settings.get(BUFFER),
        Limits.toInt(settings.get(BATCH)),
        settings.get(LINGER),
        settings.get(DELIVERY_TIMEOUT),
        Limits.toInt(settings.get(FETCH)),
        settings.get(POLL_RECORDS),
        settings.get(START_TIMEOUT));
  }

  private static Embedded embedded(Settings settings) {
    settings.below(CLIENT).keySet().stream()
        .findFirst()
        .ifPresent(name -> {
          throw new MillraceException(
              Fault.INVALID_CONFIGURATION,
              settings.origin(CLIENT, name)
                  + ": log.client."
                  + name
                  + " has no meaning for the broker inside",
              "name a cluster with log.kafka, or leave log.client out",
              null);
        });
    settings.requireAtLeast(RETENTION_SIZE, SEGMENT);
    return new Embedded(
        folder(settings),
        settings.get(PORT),
        retention(settings),
        settings.get(RETENTION_SIZE),
        Limits.toInt(settings.get(SEGMENT)),
        settings.get(RESERVE));
  }

  /**
   * How long the broker inside keeps records: where events of all projects go, not longer than the
   * day of an event and its days.
   */
  public static Duration retention(Settings settings) {
    Duration own = settings.get(RETENTION);
    int days = RetentionSettings.lifetimes(settings).longestDays();
    Duration wanted = ofDays(days + 1L);
    return days == 0 || own.compareTo(wanted) <= 0 ? own : wanted;
  }

  private static Cluster cluster(Settings settings) {
    return new Cluster(settings.get(KAFKA), settings.below(CLIENT));
  }

  /** Where the broker inside keeps its files. */
  public static Path folder(Settings settings) {
    String folder = settings.get(FOLDER);
    return folder.isEmpty() ? settings.get(DataSettings.DATA).resolve("log") : Path.of(folder);
  }
}
