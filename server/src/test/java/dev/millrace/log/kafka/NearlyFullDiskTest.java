package dev.millrace.log.kafka;

import static dev.millrace.log.kafka.LogFixture.event;
import static dev.millrace.log.kafka.LogFixture.readTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker on a real small disk. A broker that met its end would halt this process. */
class NearlyFullDiskTest {
  /** What others keep on the disk: so much that retention has no reason to remove anything. */
  private static final int OTHERS_BYTES = (int) (160 * LogFixture.MIB);

  private static final int BALLAST_BYTES = (int) (24 * LogFixture.MIB);
  private static final Random RANDOM = new Random(11);

  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString());
    Assumptions.assumeTrue(mounted || isRoot(), "only root may mount a disk");
    assertThat(mounted).isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void refusesAppendsBeforeTheDiskIsFullAndGoesOnWhenThereIsRoom() throws Exception {
    Path ballast = disk.resolve("ballast");
    Files.write(disk.resolve("others"), new byte[OTHERS_BYTES]);
    Files.write(ballast, new byte[BALLAST_BYTES]);
    try (KafkaEventLog log =
        KafkaEventLog.open(LogFixture.embedded(disk.resolve("log"), 2), new Metrics())) {
      long acknowledged = appendUntilRefused(log);

      assertThat(log.refusal()).contains("nearly full");
      assertThat(disk.toFile().getUsableSpace()).isGreaterThan(8 * LogFixture.MIB);
      assertThat(readTo(log, Positions.NONE, log.end())).hasSize((int) acknowledged);

      Files.delete(ballast);
      awaitRoom(log);
      long more = appendUntilRefused(log);

      assertThat(more).isPositive();
      assertThat(log.end().minus(Positions.NONE)).isEqualTo(acknowledged + more);
    }
  }

  /** Many appends at once, so that the buffer is full of what the disk has not seen yet. */
  private static long appendUntilRefused(KafkaEventLog log) {
    List<CompletableFuture<Positions>> appends = new ArrayList<>();
    long acknowledged = 0;
    while (true) {
      for (int i = 0; i < 200; i++) {
        appends.add(log.append(List.of(incompressible(appends.size())), List.of()));
      }
      for (CompletableFuture<Positions> append : appends) {
        try {
          append.join();
          acknowledged++;
        } catch (CompletionException refused) {
          assertThat(refused.getCause())
              .isInstanceOfSatisfying(
                  MillraceException.class,
                  cause -> assertThat(cause.fault()).isEqualTo(Fault.LOG_DISK_LOW));
        }
      }
      if (appends.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
        return acknowledged;
      }
      appends.clear();
    }
  }

  /** The reserve looks again by itself; nothing else tells that it has. */
  private static void awaitRoom(KafkaEventLog log) {
    long deadline = System.nanoTime() + LogFixture.PATIENCE.toNanos();
    while (log.refusal() != null && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(log.refusal()).isNull();
  }

  private static Event incompressible(int i) {
    byte[] noise = new byte[25_000];
    RANDOM.nextBytes(noise);
    return event("user-" + i, "id-" + i, "{\"x\":\"" + HexFormat.of().formatHex(noise) + "\"}");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
