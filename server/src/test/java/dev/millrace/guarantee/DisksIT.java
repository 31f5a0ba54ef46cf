package dev.millrace.guarantee;

import static dev.millrace.guarantee.SmallDisk.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Full disks: what was acknowledged stays, what cannot be is refused, and it ends by itself. */
@Timeout(180)
class DisksIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BATCH = 1_000;

  /** Events that the store keeps in memory before it needs its disk. */
  private static final int FLUSH = 5_000;

  /** What the store lets in at most while its disk is full: two generations in memory. */
  private static final int IN_MEMORY = 2 * FLUSH;

  private static final int NOISE_BYTES = 20_000;

  @TempDir private Path folder;
  private long sent;

  @Test
  void storeWithoutDiskFallsBehindVisiblyAndCatchesUpByItself() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 48);
        RunningServer server =
            RunningServer.start(folder.resolve("data"), storeOn(disk, "store.reserve", "4MiB"))) {
      server.awaitStored(sendBatch(server));
      Path ballast = disk.fillBut("ballast", 3 * MIB);

      Positions last = sendUntilTheStoreIsBehind(server);

      JsonNode answer = server.query(everything(""));
      assertThat(answer.path("meta").path("stale").asBoolean()).isTrue();
      assertThat(answer.path("meta").path("problem").asString()).contains("disk is full");
      assertThat(count(answer)).isBetween((long) FLUSH, sent - 1);
      JsonNode status = status(server);
      assertThat(status.path("problems").path(0).path("stage").asString()).isEqualTo("store");
      assertThat(status.path("problems").path(0).path("problem").asString())
          .contains("disk is full");
      assertThat(status.path("lag").path("events").asLong()).isPositive();
      assertThat(status.path("lag").path("seconds").asDouble()).isPositive();
      assertThat(status.path("ready").asBoolean()).isTrue();
      assertThat(server.get("/health/ready", "").statusCode()).isEqualTo(200);
      HttpResponse<String> tooEarly =
          server.post(
              "/v1/query",
              server.readKey(),
              everything(",\"after\":\"" + last + "\",\"timeout\":\"10ms\""));
      assertThat(tooEarly.statusCode()).isEqualTo(504);
      assertThat(tooEarly.body()).contains("\"code\":\"position_not_reached\"");

      Files.delete(ballast);
      assertCaughtUp(server, last);
    }
    try (RunningServer server = RunningServer.start(folder.resolve("data"))) {
      // The disk with the store is gone: it is made anew from the log.
      assertThat(
              server
                  .query(everything(",\"after\":\"0:" + (sent - 1) + "\",\"timeout\":\"60s\""))
                  .path("rows")
                  .path(0)
                  .path(0)
                  .asLong())
          .isEqualTo(sent);
    }
  }

  @Test
  void storeThatMeetsTheEndOfItsDiskSaysSoAndComesBack() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 48);
        RunningServer server =
            RunningServer.start(folder.resolve("data"), storeOn(disk, "store.reserve", "0"))) {
      server.awaitStored(sendBatch(server));
      Path ballast = disk.fillBut("ballast", MIB / 4);

      Positions last = sendUntilTheStoreIsBehind(server);

      HttpResponse<String> answer = server.post("/v1/query", server.readKey(), everything(""));
      if (answer.statusCode() == 200) {
        assertThat(answer.body()).contains("\"stale\":true").contains("disk is full");
      } else {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains("\"code\":\"store_");
      }
      Files.delete(ballast);
      assertCaughtUp(server, last);
    }
  }

  @Test
  void ingestStopsBeforeTheLogsDiskIsFullAndResumesByItself() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 128)) {
      Map<String, String> settings =
          Map.of(
              "log.folder", disk.resolve("log").toString(),
              "log.segment", "16MiB",
              "log.reserve", "24MiB");
      Path data = folder.resolve("data");
      try (RunningServer server = RunningServer.start(data, settings)) {
        Path ballast = disk.fillBut("ballast", 30 * MIB);

        HttpResponse<String> refused = sendNoiseUntilRefused(server);

        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.headers().firstValue("content-type").orElse(""))
            .isEqualTo("application/problem+json");
        assertThat(disk.free()).isGreaterThan(12 * MIB);
        assertThat(sent).isPositive();
        assertThat(count(server.query(everything(upTo(sent))))).isEqualTo(sent);
        assertThat(server.get("/v1/events", server.readKey()).statusCode()).isEqualTo(200);
        assertThat(server.get("/health/ready", "").statusCode()).isEqualTo(503);
        assertThat(status(server).path("problems").path(0).path("stage").asString())
            .isEqualTo("log");

        Files.delete(ballast);
        // The event that was refused, until it is taken.
        await(() -> server.post("/v1/events", server.writeKey(), noise(sent)).statusCode() == 200);
        sent++;
        sendNoise(server);
        assertThat(count(server.query(everything(upTo(sent))))).isEqualTo(sent);
        assertThat(server.get("/health/ready", "").statusCode()).isEqualTo(200);
      }
      try (RunningServer server = RunningServer.start(data, settings)) {
        assertThat(count(server.query(everything(upTo(sent))))).isEqualTo(sent);
      }
    }
  }

  @Test
  void storeLeavesTheLogHalfOfItsReserveOnACommonDisk() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 192);
        RunningServer server =
            RunningServer.start(
                disk.resolve("data"),
                Map.of(
                    "log.segment", "16MiB",
                    "log.reserve", "40MiB",
                    "store.reserve", "0",
                    "store.flush-interval", "5s"))) {
      Path ballast = disk.fillBut("ballast", 46 * MIB);
      sendNoiseUntilRefused(server);
      assertThat(count(server.query(everything(upTo(sent))))).isEqualTo(sent);
      assertThat(disk.free()).isGreaterThan(20 * MIB);

      Files.delete(ballast);
      Path more = fillBeforeTheStoreFlushes(server, disk);
      assertThat(count(server.query(everything(upTo(sent))))).isEqualTo(sent);

      Files.delete(more);
      Files.deleteIfExists(disk.resolve("nearly"));
      await(() -> status(server).path("problems").isEmpty());
      assertThat(count(server.query(everything("")))).isEqualTo(sent);
    }
  }

  /**
   * Leaves less than half of the log's reserve while the store has something to move. It may have
   * moved it before the disk was full; then again.
   */
  private Path fillBeforeTheStoreFlushes(RunningServer server, SmallDisk disk) throws IOException {
    disk.fillBut("nearly", 52 * MIB);
    while (true) {
      await(() -> server.get("/health/ready", "").statusCode() == 200);
      long written = storeWritten(status(server));
      sendNoise(server);
      Path ballast = disk.fillBut("more", 12 * MIB);
      await(() -> hasStoreProblem(status(server)) || storeWritten(status(server)) != written);
      if (hasStoreProblem(status(server))) {
        return ballast;
      }
      Files.delete(ballast);
    }
  }

  private static boolean hasStoreProblem(JsonNode status) {
    return status.path("problems").toString().contains("\"stage\":\"store\"");
  }

  private static long storeWritten(JsonNode status) {
    return status.path("bytes").path("store_written").asLong();
  }

  private static Map<String, String> storeOn(SmallDisk disk, String name, String value) {
    return Map.of(
        "store.folder",
        disk.resolve("store").toString(),
        "store.flush-events",
        "" + FLUSH,
        "store.flush-interval",
        "1s",
        name,
        value);
  }

  /** Each batch is acknowledged, whatever the store does. */
  private Positions sendUntilTheStoreIsBehind(RunningServer server) {
    Positions last = Positions.NONE;
    while (sent < 2 * IN_MEMORY || !hasStoreProblem(status(server))) {
      last = sendBatch(server);
      assertThat(sent).isLessThan(2_000_000);
    }
    Positions acknowledged = sendBatch(server);
    await(() -> status(server).path("lag").path("events").asLong() > 0);
    assertThat(acknowledged).isNotEqualTo(last);
    return acknowledged;
  }

  private void assertCaughtUp(RunningServer server, Positions last) {
    server.awaitStored(last);
    server.awaitStored(sendBatch(server));
    assertThat(count(server.query(everything("")))).isEqualTo(sent);
    JsonNode people = server.query(everything(",\"measures\":[\"uniques\"]"));
    assertThat(count(people)).isEqualTo(sent);
    await(() -> status(server).path("problems").isEmpty());
    assertThat(server.query(everything("")).path("meta").path("stale").asBoolean()).isFalse();
    assertThat(status(server).path("store").path("events").asLong()).isEqualTo(sent);
  }

  private Positions sendBatch(RunningServer server) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      lines.add("{\"event\":\"e\",\"user\":\"user-%d\",\"id\":\"id-%d\"}".formatted(sent, sent));
      sent++;
    }
    return server.sendEvents(String.join("\n", lines));
  }

  /** One event a request, so that what is not acknowledged is known. */
  private HttpResponse<String> sendNoiseUntilRefused(RunningServer server) {
    while (true) {
      HttpResponse<String> response = server.post("/v1/events", server.writeKey(), noise(sent));
      if (response.statusCode() != 200) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.body()).contains("\"code\":\"log_disk_low\"");
        return response;
      }
      sent++;
      assertThat(sent).isLessThan(100_000);
    }
  }

  private void sendNoise(RunningServer server) {
    for (int i = 0; i < 10; i++) {
      server.sendEvents(noise(sent));
      sent++;
    }
  }

  /** An event that no compression makes small. */
  private static String noise(long number) {
    byte[] noise = new byte[NOISE_BYTES];
    new Random(number).nextBytes(noise);
    return "{\"event\":\"e\",\"user\":\"user-%d\",\"id\":\"id-%d\",\"properties\":{\"noise\":\"%s\"}}"
        .formatted(number, number, HexFormat.of().formatHex(noise));
  }

  private static String everything(String more) {
    return "{\"every\":\"none\",\"from\":\"-1d\"" + more + "}";
  }

  private static String upTo(long events) {
    return ",\"after\":\"0:" + (events - 1) + "\",\"timeout\":\"60s\"";
  }

  private static long count(JsonNode answer) {
    return answer.path("rows").path(0).path(0).asLong();
  }

  private static JsonNode status(RunningServer server) {
    return JSON.readTree(server.get("/v1/status", server.readKey()).body());
  }

  /** For what nothing tells but asking again. */
  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
