package dev.millrace.ingest;

import static dev.millrace.ingest.IngestRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.http.RawClient;
import dev.millrace.http.RawClient.Answer;
import dev.millrace.ingest.wire.EventLimits;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OverloadTest {
  private static final String TRACK = "{\"event\":\"paid\",\"userId\":\"ann\"}";
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private static IngestLimits limits(
      int requests, int waiting, Duration maxWait, long eventsPerSecond, Duration appendTimeout) {
    return new IngestLimits(
        new EventLimits(1_000, 3, 500, 32, 255),
        10_000,
        10_000,
        requests,
        waiting,
        maxWait,
        eventsPerSecond,
        appendTimeout);
  }

  private static void send(RawClient client) throws IOException {
    client.send(
        "POST /v1/track HTTP/1.1\r\nHost: x\r\n"
            + IngestServer.KEY
            + "Content-Length: "
            + TRACK.length()
            + "\r\n\r\n"
            + TRACK);
  }

  private static void awaitAppends(IngestServer server, int count) {
    while (server.log.events().size() < count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void refusesWhatNeitherRunsNorMayWait() throws IOException {
    try (IngestServer server = new IngestServer(limits(1, 0, NO_WAIT, 0, LONG));
        RawClient running = new RawClient(server.port());
        RawClient refused = new RawClient(server.port())) {
      server.log.stall();
      send(running);
      awaitAppends(server, 1);

      Answer answer = refused.post("/v1/track", IngestServer.KEY, TRACK);
      assertProblem(answer, 503, "ingest_overloaded");
      assertThat(answer.header("retry-after")).isEqualTo("1");

      server.log.resume();
      assertThat(running.read().status()).isEqualTo(200);
      assertThat(refused.post("/v1/track", IngestServer.KEY, TRACK).status()).isEqualTo(200);
    }
  }

  @Test
  void refusesWhatWaitsTooLong() throws IOException {
    try (IngestServer server = new IngestServer(limits(1, 1, Duration.ofMillis(20), 0, LONG));
        RawClient running = new RawClient(server.port())) {
      server.log.stall();
      send(running);
      awaitAppends(server, 1);

      assertProblem(server.post("/v1/track", TRACK), 503, "ingest_overloaded");
      server.log.resume();
      assertThat(running.read().status()).isEqualTo(200);
    }
  }

  @Test
  void takesWhatWaitsOnceThereIsAPlace() throws IOException {
    try (IngestServer server = new IngestServer(limits(1, 1, LONG, 0, LONG));
        RawClient running = new RawClient(server.port());
        RawClient waiting = new RawClient(server.port())) {
      server.log.stall();
      send(running);
      awaitAppends(server, 1);
      send(waiting);
      server.log.resume();

      assertThat(running.read().status()).isEqualTo(200);
      assertThat(waiting.read().status()).isEqualTo(200);
    }
  }

  @Test
  void refusesBodiesThatDoNotFitIntoMemory() throws IOException {
    String large = TRACK + " ".repeat(9_000);
    try (IngestServer server = new IngestServer(limits(9, 9, LONG, 0, LONG));
        RawClient running = new RawClient(server.port())) {
      server.log.stall();
      running.send(
          "POST /v1/track HTTP/1.1\r\nHost: x\r\n"
              + IngestServer.KEY
              + "Content-Length: "
              + large.length()
              + "\r\n\r\n"
              + large);
      awaitAppends(server, 1);

      assertProblem(server.post("/v1/track", large), 503, "ingest_overloaded");
      server.log.resume();
      assertThat(running.read().status()).isEqualTo(200);
      assertThat(server.post("/v1/track", large).status()).isEqualTo(200);
    }
  }

  @Test
  void refusesAProjectBeyondItsQuota() throws IOException {
    try (IngestServer server = new IngestServer(limits(9, 9, LONG, 1, LONG))) {
      assertThat(
              server.post("/v1/events", "[" + NATIVE + "," + NATIVE + "," + NATIVE + "]").status())
          .isEqualTo(200);

      Answer answer = server.post("/v1/track", TRACK);
      assertProblem(answer, 429, "quota_exceeded");
      assertThat(answer.header("retry-after")).isNotEmpty();
    }
  }

  private static final String NATIVE = "{\"event\":\"a\",\"user\":\"u\"}";

  @Test
  void refusesBatchesEventsAndBodiesAboveTheirLimits() throws IOException {
    String four = String.join(",", NATIVE, NATIVE, NATIVE, NATIVE);
    String large =
        "{\"event\":\"a\",\"user\":\"u\",\"properties\":{\"x\":\"" + "x".repeat(1_000) + "\"}}";
    try (IngestServer server = new IngestServer(limits(9, 9, LONG, 0, LONG))) {
      assertProblem(server.post("/v1/events", "[" + four + "]"), 413, "batch_too_large");
      assertProblem(server.post("/v1/batch", "{\"batch\":[" + four + "]}"), 413, "batch_too_large");
      assertProblem(server.post("/v1/events", " ".repeat(10_001)), 413, "body_too_large");
      assertThat(server.post("/v1/events", "[" + NATIVE + "," + large + "]").text())
          .startsWith("{\"accepted\":1,\"rejected\":[{\"index\":1,\"code\":\"event_too_large\"");
    }
  }

  @Test
  void givesUpOnALogThatDoesNotAnswer() throws IOException {
    try (IngestServer server = new IngestServer(limits(9, 9, LONG, 0, Duration.ofMillis(50)))) {
      server.log.stall();
      assertProblem(server.post("/v1/track", TRACK), 503, "log_unavailable");
    }
  }
}
