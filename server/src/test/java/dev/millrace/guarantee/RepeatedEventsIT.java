package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same event again is no second event, whenever it comes.
 *
 * <p>Without the duplicate filter every repeat counts; with one that only remembers, those after a
 * restart do, and those of a time that it has forgotten.
 */
@Timeout(300)
class RepeatedEventsIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int EVENTS = 500;

  @TempDir Path folder;

  private final Instant now = Instant.now();

  /** One half by each format. */
  private static Positions send(RunningServer server, long from, long to, Instant time) {
    long half = (from + to) / 2;
    Positions first = send(server, "/v1/batch", Numbers.segmentBatch(from, half, time));
    return first.max(send(server, "/v1/events", Numbers.nativeBatch(half, to, time)));
  }

  private static Positions send(RunningServer server, String path, String body) {
    HttpResponse<String> response = server.post(path, server.writeKey(), body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ServerProcess.position(response);
  }

  private static void assertOnce(RunningServer server, Positions after, long count) {
    Numbers.assertOnce(server.query(Numbers.question(after)).path("rows").path(0), count);
    assertThat(server.query(Numbers.viewQuestion(after)).path("rows").path(0).path(0).asLong())
        .isEqualTo(count);
  }

  @Test
  void countsOnceWhatComesAgainAtOnceAndAfterARestart() {
    try (RunningServer server = RunningServer.start(folder)) {
      send(server, 0, EVENTS, now);
      assertOnce(server, send(server, 0, EVENTS, now), EVENTS);
    }
    try (RunningServer server = RunningServer.start(folder)) {
      assertOnce(server, send(server, 0, EVENTS, now), EVENTS);
      assertOnce(server, send(server, 0, 2 * EVENTS, now), 2 * EVENTS);
    }
  }

  @Test
  void countsOnceWhatComesTwiceInARequest() {
    String one = "{\"id\":\"same\",\"event\":\"e\",\"user\":\"u\",\"properties\":{\"n\":0}}";
    try (RunningServer server = RunningServer.start(folder)) {
      assertOnce(server, send(server, "/v1/events", "[" + one + "," + one + "]"), 1);
    }
  }

  /** Once with all of it flushed to the file, and once with all of it in memory only. */
  @Test
  void countsOnceWhatComesAgainAfterAKill() throws Exception {
    Map<String, String> flushed = Map.of("store.flush-events", "1");
    Map<String, String> inMemory = Map.of("store.flush-interval", "24h");
    String first = Numbers.segmentBatch(0, EVENTS, now);
    String second = Numbers.nativeBatch(EVENTS, 2 * EVENTS, now);
    try (ServerProcess server = ServerProcess.start(folder, flushed)) {
      Positions sent = server.send("/v1/batch", first);
      Numbers.assertOnce(server.ask(Numbers.question(sent)), EVENTS);
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(folder, inMemory)) {
      Positions sent = server.send("/v1/batch", first).max(server.send("/v1/events", second));
      Numbers.assertOnce(server.ask(Numbers.question(sent)), 2 * EVENTS);
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(folder, inMemory)) {
      Positions sent = server.send("/v1/batch", first).max(server.send("/v1/events", second));
      Numbers.assertOnce(server.ask(Numbers.question(sent)), 2 * EVENTS);
    }
  }

  /** The filter has memory for a few thousand events, and so has forgotten those of that day. */
  @Test
  void countsOnceWhatComesAgainAfterItsBucketHasLeftMemory() {
    Instant threeDaysAgo = now.minus(Duration.ofDays(3));
    try (RunningServer server = RunningServer.start(folder, Map.of("process.filter", "64KiB"))) {
      server.awaitStored(send(server, 0, EVENTS, threeDaysAgo));
      long sent = EVENTS;
      for (int hour = 1; hour <= 30; hour++) {
        send(server, sent, sent + EVENTS, now.minus(Duration.ofHours(hour)));
        sent += EVENTS;
      }
      assertOnce(server, send(server, sent - EVENTS, sent, now.minus(Duration.ofHours(30))), sent);
      double before = filterScans(server);

      assertOnce(server, send(server, 0, EVENTS, threeDaysAgo), sent);
      assertThat(filterScans(server)).as("scans of the store").isGreaterThan(before);
      assertThat(filterBytes(server)).isLessThanOrEqualTo(64 * 1024);
    }
  }

  private static double filterScans(RunningServer server) {
    return server
        .get("/metrics", "")
        .body()
        .lines()
        .filter(line -> line.startsWith("millrace_process_filter_scans"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static long filterBytes(RunningServer server) {
    JsonNode status = JSON.readTree(server.get("/v1/status", server.readKey()).body());
    return status.at("/stages/process/queues/filter_bytes/depth").asLong(Long.MAX_VALUE);
  }
}
