package dev.millrace.log.kafka;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where the log is kept and how much it may take.
 *
 * @param partitions of the events' topic when it is made; an existing topic keeps its own number. A
 *     request is flushed to disk once for each partition that it touches
 * @param bufferBytes encoded events that wait for acknowledgement; what comes beyond is refused
 *     with {@code ingest_overloaded}
 * @param batchBytes of one partition that are sent together at most, after compression
 * @param linger how long a batch waits for company before it is sent; zero is best where the broker
 *     is near, since batches fill while an earlier one is being flushed
 * @param deliveryTimeout after which an append that the broker has not answered fails with {@code
 *     log_unavailable}
 * @param fetchBytes that a reader holds at most, before decompression
 * @param pollRecords that one poll of a reader returns at most
 * @param startTimeout after which a start without an answer from the broker is given up
 */
public record KafkaLogConfig(
    Broker broker,
    int partitions,
    long bufferBytes,
    int batchBytes,
    Duration linger,
    Duration deliveryTimeout,
    int fetchBytes,
    int pollRecords,
    Duration startTimeout) {

  /** The port of the embedded broker for ordinary Kafka tools. */
  public static final int DEFAULT_BROKER_PORT = 19092;

  private static final int MIB = 1024 * 1024;
  private static final int MAX_PARTITIONS = 1_000;
  private static final int MAX_PORT = 65_535;

  /** Who keeps the log. */
  public sealed interface Broker {}

  /**
   * A broker inside this process, which listens on loopback only.
   *
   * @param folder the broker's own, made when missing
   * @param port for clients; 0 for any free one
   * @param retention how long records are kept
   * @param retentionBytes that all partitions together keep; the oldest go first. At most half of
   *     the disk
   * @param segmentBytes of one file of a partition; retention removes whole files
   * @param reserveBytes of the folder's disk that must stay free: appends are refused with {@code
   *     log_disk_low} before it is touched, since a broker that meets a full disk ends the process.
   *     At most a quarter of the disk
   */
  public record Embedded(
      Path folder,
      int port,
      Duration retention,
      long retentionBytes,
      int segmentBytes,
      long reserveBytes)
      implements Broker {
    public Embedded {
      require(port >= 0 && port <= MAX_PORT, "log broker port must be 0 to 65535, is " + port);
      require(retention.toMillis() > 0, "log retention must be positive, is " + retention);
      require(
          segmentBytes >= MIB && segmentBytes <= 1024 * MIB,
          "log segment must be 1 MiB to 1 GiB, is " + segmentBytes + " bytes");
      require(
          retentionBytes >= segmentBytes,
          "log retention of " + retentionBytes + " bytes is less than one segment");
      require(folder.toString().indexOf(',') < 0, "log folder must not have a comma, is " + folder);
      require(reserveBytes >= 0, "log reserve must not be negative, is " + reserveBytes);
    }

    /** The same with limits that a disk of this size can hold. */
    public Embedded fittedTo(long diskBytes) {
      return new Embedded(
          folder,
          port,
          retention,
          Math.max(segmentBytes, Math.min(retentionBytes, diskBytes / 2)),
          segmentBytes,
          Math.min(reserveBytes, diskBytes / 4));
    }

    public static Embedded defaults(Path folder) {
      return new Embedded(
          folder, DEFAULT_BROKER_PORT, Duration.ofDays(7), 20L * 1024 * MIB, 128 * MIB, 512L * MIB);
    }
  }

  /**
   * A cluster that others run.
   *
   * @param servers as clients name it: {@code host:9092,…}
   * @param properties handed to every client, such as {@code security.protocol}
   */
  public record Cluster(String servers, Map<String, String> properties) implements Broker {
    public Cluster {
      require(!servers.isBlank(), "kafka names no server");
      properties = Map.copyOf(properties);
    }
  }

  public KafkaLogConfig {
    require(
        partitions >= 1 && partitions <= MAX_PARTITIONS,
        "log partitions must be 1 to " + MAX_PARTITIONS + ", is " + partitions);
    require(bufferBytes >= MIB, "log buffer must be at least 1 MiB, is " + bufferBytes + " bytes");
    require(
        batchBytes >= 1024 && batchBytes <= 4 * MIB,
        "log batch must be 1 KiB to 4 MiB, is " + batchBytes + " bytes");
    require(
        !linger.isNegative() && linger.toMillis() <= 1_000,
        "log linger must be 0 to 1 s, is " + linger);
    require(
        deliveryTimeout.toMillis() >= 1_000,
        "log delivery timeout must be at least 1 s, is " + deliveryTimeout);
    require(fetchBytes >= MIB, "log fetch must be at least 1 MiB, is " + fetchBytes + " bytes");
    require(pollRecords >= 1, "log poll must be at least 1 record, is " + pollRecords);
    require(startTimeout.toMillis() > 0, "log start timeout must be positive");
  }

  /** A broker inside this process, with its data in the folder. */
  public static KafkaLogConfig defaults(Path folder) {
    return of(Embedded.defaults(folder));
  }

  /**
   * The default limits with the given broker. The embedded one flushes partitions one after the
   * other, so that a single partition takes several times as many small requests as four.
   */
  public static KafkaLogConfig of(Broker broker) {
    int partitions =
        switch (broker) {
          case Embedded _ -> 1;
          case Cluster _ -> 4;
        };
    return new KafkaLogConfig(
        broker,
        partitions,
        32L * MIB,
        256 * 1024,
        Duration.ZERO,
        Duration.ofSeconds(30),
        16 * MIB,
        20_000,
        Duration.ofSeconds(60));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new MillraceException(Fault.INVALID_CONFIGURATION, message);
    }
  }
}
