package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import dev.millrace.store.EventStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A store that hangs or fails holds nobody up: events wait in the log, and it catches up exactly.
 *
 * <p>Fails if ingest waits for the store, if a stage keeps the backlog in memory, if a batch is
 * lost or applied twice when it is tried again, or if nobody is told how far the store is behind.
 */
@Timeout(300)
class StuckStoreIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int REQUESTS = 30;
  private static final int REQUEST_EVENTS = 500;
  private static final int ACCEPTED = REQUESTS * REQUEST_EVENTS;
  private static final int BATCH_LIMIT = 700;

  /** A batch that is not full takes what is read next as a whole. */
  private static final int READ_LIMIT = 300;

  @TempDir Path folder;

  private final Instant now = Instant.now();
  private @Nullable StuckStore store;

  private EventStore wrap(EventStore real) {
    store = new StuckStore(real);
    return store;
  }

  private StuckStore store() {
    return Objects.requireNonNull(store);
  }

  private RunningServer start() {
    Map<String, String> settings =
        Map.of(
            "process.max-batch", "" + BATCH_LIMIT,
            "log.poll-records", "" + READ_LIMIT,
            "process.first-retry", "10ms",
            "process.longest-retry", "50ms",
            "process.drain-limit", "100ms");
    return RunningServer.start(folder, settings, this::wrap);
  }

  private Positions send(RunningServer server, long from, long to) {
    HttpResponse<String> response =
        server.post("/v1/batch", server.writeKey(), Numbers.segmentBatch(from, to, now));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ServerProcess.position(response);
  }

  /** Each request is acknowledged while nothing is stored. */
  private Positions sendAll(RunningServer server) {
    Positions sent = Positions.NONE;
    for (int i = 0; i < REQUESTS; i++) {
      sent = sent.max(send(server, (long) i * REQUEST_EVENTS, (i + 1L) * REQUEST_EVENTS));
    }
    return sent;
  }

  private static JsonNode status(RunningServer server) {
    return JSON.readTree(server.get("/v1/status", server.readKey()).body());
  }

  private static void assertOnce(RunningServer server, Positions after, long count) {
    Numbers.assertOnce(server.query(Numbers.question(after)).path("rows").path(0), count);
    assertThat(server.query(Numbers.viewQuestion(after)).path("rows").path(0).path(0).asLong())
        .isEqualTo(count);
  }

  /** The log has it all, the store nothing of it, and of the rest little is in memory. */
  private static void assertLag(RunningServer server) {
    JsonNode status = status(server);
    assertThat(status.at("/lag/events").asLong()).isEqualTo(ACCEPTED);
    assertThat(status.at("/stages/ingest/events").asLong()).isEqualTo(ACCEPTED);
    assertThat(status.at("/store/events").asLong()).isZero();
    assertThat(status.at("/processed/stored").asLong()).isZero();
    assertThat(status.at("/stages/process/queues/batch/depth").asLong())
        .isLessThanOrEqualTo(BATCH_LIMIT + READ_LIMIT);
    assertThat(status.path("ready").asBoolean()).isTrue();
    assertThat(server.get("/health/ready", "").statusCode()).isEqualTo(200);
    assertThat(server.query("{\"every\":\"none\"}").at("/rows/0/0").asLong(-1)).isZero();
  }

  @Test
  void catchesUpExactlyWhenTheStoreHasHung() {
    try (RunningServer server = start()) {
      store().hang();
      Positions sent = sendAll(server);
      assertLag(server);
      awaitGathered(server);
      assertThat(status(server).path("problems").toString()).doesNotContain("answered 503");

      store().recover();
      assertOnce(server, sent, ACCEPTED);
      assertThat(status(server).at("/lag/events").asLong()).isZero();
      assertOnce(server, send(server, ACCEPTED, ACCEPTED + 10), ACCEPTED + 10);
    }
  }

  @Test
  void catchesUpExactlyWhenTheStoreHasFailed() {
    try (RunningServer server = start()) {
      store().fail();
      Positions sent = sendAll(server);
      assertLag(server);
      awaitProblem(server);

      store().recover();
      assertOnce(server, sent, ACCEPTED);
      assertThat(status(server).at("/lag/events").asLong()).isZero();
      assertThat(status(server).path("problems")).isEmpty();
    }
  }

  @Test
  void storesAfterARestartWhatItCouldNotBefore() {
    Positions sent;
    try (RunningServer server = start()) {
      store().fail();
      sent = sendAll(server);
      assertLag(server);
    }
    try (RunningServer server = start()) {
      assertOnce(server, sent, ACCEPTED);
    }
  }

  /** Until the lag is told in seconds, too. */
  private static void awaitGathered(RunningServer server) {
    while (status(server).at("/lag/seconds").asDouble() <= 0) {
      Thread.onSpinWait();
    }
  }

  /** Until the status says what is wrong. */
  private static void awaitProblem(RunningServer server) {
    while (!status(server).path("problems").toString().contains("the store is closed")) {
      Thread.onSpinWait();
    }
  }
}
