package dev.millrace.log.kafka;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker inside this process: one KRaft node that is its own controller, on loopback. It
 * acknowledges a record after an fsync, since no replica has it too.
 *
 * <p>The ports may differ from one start to the next: the quorum's only voter is given by the
 * configuration, and the broker registers its address anew each time.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedBroker.class);

  private static final int PORT_ATTEMPTS = 5;

  private final KafkaRaftServer server;
  private final FolderLock lock;
  private final KafkaLogConfig.Embedded settings;
  private final int port;

  private EmbeddedBroker(
      KafkaRaftServer server, FolderLock lock, KafkaLogConfig.Embedded settings, int port) {
    this.server = server;
    this.lock = lock;
    this.settings = settings;
    this.port = port;
  }

  /**
   * Starts a broker on its folder; formats the folder on first use.
   *
   * @param partitions that share the limit of bytes
   * @throws MillraceException {@code invalid_configuration} if the folder or the port is in use,
   *     {@code log_unavailable} if the broker does not start
   */
  public static EmbeddedBroker start(KafkaLogConfig.Embedded configured, int partitions) {
    FolderLock lock = FolderLock.take(configured.folder());
    try {
      announceHalts();
      KafkaLogConfig.Embedded settings =
          configured.fittedTo(Files.getFileStore(configured.folder()).getTotalSpace());
      format(settings.folder());
      return startOnFreePorts(settings, partitions, lock);
    } catch (MillraceException refused) {
      lock.close();
      throw refused;
    } catch (Exception failure) {
      lock.close();
      throw new MillraceException(
          Fault.LOG_UNAVAILABLE,
          "the embedded broker does not start: " + failure.getMessage(),
          failure);
    }
  }

  public int port() {
    return port;
  }

  /** With limits that its disk can hold. */
  KafkaLogConfig.Embedded settings() {
    return settings;
  }

  /** As clients name it. */
  public String servers() {
    return BrokerProperties.HOST + ":" + port;
  }

  /** Writes everything down, so that the next start has nothing to recover. */
  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      lock.close();
    }
  }

  /** Between the moment that a port is found free and its use, somebody else may take it. */
  private static EmbeddedBroker startOnFreePorts(
      KafkaLogConfig.Embedded settings, int partitions, FolderLock lock) {
    for (int attempt = 1; ; attempt++) {
      Ports ports = Ports.choose(settings.port());
      KafkaConfig config =
          new KafkaConfig(
              BrokerProperties.of(settings, partitions, ports.clients, ports.controller), false);
      KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
      try {
        startUp(server);
        return new EmbeddedBroker(server, lock, settings, ports.clients);
      } catch (RuntimeException failure) {
        if (attempt == PORT_ATTEMPTS || !isPortTaken(failure)) {
          throw failure;
        }
        LOGGER.info("a port of the embedded broker was taken meanwhile, choosing another");
      }
    }
  }

  private static boolean isPortTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static void startUp(KafkaRaftServer server) {
    try {
      server.startup();
    } catch (RuntimeException | Error failure) {
      server.shutdown();
      throw failure;
    }
  }

  private static void format(Path folder) throws Exception {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(nowhere)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerProperties.NODE)
          .setControllerListenerName(BrokerProperties.CONTROLLER)
          .setMetadataLogDirectory(folder.toString())
          .setDirectories(List.of(folder.toString()))
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
    }
  }

  /**
   * The broker ends the process when it can write no more, which is right: what it has not written
   * was not acknowledged, and a restart recovers the rest. The reason must not be lost.
   */
  private static void announceHalts() {
    Exit.setHaltProcedure((status, message) -> {
      LOGGER.error("embedded broker halts the process status={} reason={}", status, message);
      Runtime.getRuntime().halt(status);
    });
    Exit.setExitProcedure((status, message) -> {
      LOGGER.error("embedded broker ends the process status={} reason={}", status, message);
      Runtime.getRuntime().halt(status);
    });
  }

  private record Ports(int clients, int controller) {
    /** Kafka takes no port 0 for a controller, so free ones are found first. */
    static Ports choose(int wanted) {
      try (ServerSocket clients = new ServerSocket();
          ServerSocket controller = new ServerSocket()) {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        clients.bind(new InetSocketAddress(loopback, wanted));
        controller.bind(new InetSocketAddress(loopback, 0));
        return new Ports(clients.getLocalPort(), controller.getLocalPort());
      } catch (BindException taken) {
        throw new MillraceException(
            Fault.INVALID_CONFIGURATION,
            "port " + wanted + " of the embedded broker is in use",
            "choose another broker port, or 0 for any free one",
            taken);
      } catch (IOException failure) {
        throw new MillraceException(
            Fault.LOG_UNAVAILABLE, "the embedded broker finds no free port", failure);
      }
    }
  }
}
