package dev.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.http.RawClient;
import dev.millrace.http.RawClient.Answer;
import dev.millrace.log.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class IngestRoutesTest {
  private static final String TRACK = "{\"event\":\"paid\",\"userId\":\"ann\"}";

  private final IngestServer server = new IngestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "track, paid", "t, paid", "identify, $identify", "i, $identify", "page, $page", "p, $page",
    "screen, $screen", "s, $screen", "group, $group", "g, $group", "alias, $alias", "a, $alias"
  })
  void takesEachCallOfSegment(String path, String name) throws IOException {
    Answer answer = server.post("/v1/" + path, TRACK);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"success\":true}");
    assertThat(Positions.parse(answer.header("millrace-position"))).isEqualTo(Positions.ofNext(1));
    assertThat(server.log.onlyEvent().name()).isEqualTo(name);
    assertThat(server.log.onlyEvent().project()).isEqualTo("shop");
    assertThat(server.log.onlyEvent().received()).isEqualTo(IngestServer.NOW_MICROS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "import", "b", "batch/", "import/"})
  void takesBatches(String path) throws IOException {
    Answer answer =
        server.post(
            "/v1/" + path,
            """
            {"batch":[{"type":"track","event":"a","userId":"u"},{"type":"page","userId":"u"}]}
            """);

    assertThat(answer.text()).isEqualTo("{\"success\":true}");
    assertThat(server.log.events()).extracting(Event::name).containsExactly("a", "$page");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic d3JpdGUta2V5Og==",
        "Basic d3JpdGUta2V5",
        "basic d3JpdGUta2V5Og==",
        "Bearer write-key"
      })
  void takesTheKeyFromTheHeader(String authorization) throws IOException {
    Answer answer = server.post("/v1/track", "Authorization: " + authorization + "\r\n", TRACK);
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void takesTheKeyFromTheBody() throws IOException {
    String headers = "Content-Type: text/plain\r\nOrigin: https://shop.example\r\n";
    Answer call =
        server.post(
            "/v1/t", headers, "{\"event\":\"a\",\"userId\":\"u\",\"writeKey\":\"write-key\"}");
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.header("access-control-allow-origin")).isEqualTo("*");

    Answer batch =
        server.post(
            "/v1/b",
            headers,
            "{\"batch\":[{\"type\":\"track\",\"event\":\"b\",\"userId\":\"u\"}],"
                + "\"writeKey\":\"write-key\"}");
    assertThat(batch.status()).isEqualTo(200);
    assertThat(server.log.events()).extracting(Event::project).containsExactly("shop", "shop");
  }

  @Test
  void refusesUnknownAndMissingAndReadKeys() throws IOException {
    String unknown = "Authorization: Bearer nobody\r\n";
    String read =
        "Authorization: Basic "
            + Base64.getEncoder().encodeToString("read-key:".getBytes(StandardCharsets.UTF_8))
            + "\r\n";
    for (String path : new String[] {"/v1/track", "/v1/batch", "/v1/events"}) {
      assertProblem(
          server.post(path, "", TRACK.replace("}", ",\"batch\":[]}")), 401, "unauthenticated");
      assertProblem(server.post(path, unknown, TRACK), 401, "unauthenticated");
      assertProblem(server.post(path, read, TRACK), 403, "forbidden");
    }
    Answer inBody = server.post("/v1/t", "", "{\"writeKey\":\"read-key\"}");
    assertProblem(inBody, 403, "forbidden");
    assertThat(server.log.events()).isEmpty();
    assertThat(server.log.rejections()).isEmpty();
  }

  @Test
  void refusesOtherMediaTypes() throws IOException {
    for (String type : new String[] {"application/xml", "multipart/form-data"}) {
      Answer answer =
          server.post("/v1/events", IngestServer.KEY + "Content-Type: " + type + "\r\n", TRACK);
      assertProblem(answer, 415, "unsupported_media_type");
    }
    for (String type :
        new String[] {
          "application/json; charset=utf-8", "application/x-www-form-urlencoded", "text/plain"
        }) {
      Answer typed =
          server.post(
              "/v1/events",
              IngestServer.KEY + "Content-Type: " + type + "\r\n",
              "{\"event\":\"a\",\"user\":\"u\"}");
      assertThat(typed.status()).isEqualTo(200);
    }
  }

  @Test
  void keepsTheGoodEventsOfABatchAndTheBadOnesAside() throws IOException {
    String bad = "{\"type\":\"track\",\"userId\":\"u\"}";
    Answer answer =
        server.post(
            "/v1/batch",
            "{\"batch\":[{\"type\":\"track\",\"event\":\"a\",\"userId\":\"u\"}," + bad + "]}");

    assertThat(answer.text()).isEqualTo("{\"success\":true}");
    assertThat(server.log.onlyEvent().name()).isEqualTo("a");
    assertThat(server.log.rejections())
        .singleElement()
        .satisfies(rejection -> {
          assertThat(rejection.fault()).isEqualTo(Fault.MISSING_FIELD);
          assertThat(rejection.project()).isEqualTo("shop");
          assertThat(new String(rejection.original(), StandardCharsets.UTF_8)).isEqualTo(bad);
        });
  }

  @Test
  void saysWhyASegmentCallIsRefused() throws IOException {
    assertProblem(server.post("/v1/track", "{\"userId\":\"u\"}"), 400, "missing_field");
    assertProblem(
        server.post("/v1/batch", "{\"batch\":[{\"type\":\"track\"},{\"type\":\"fly\"}]}"),
        400,
        "missing_field");
    assertThat(server.log.rejections()).hasSize(3);
  }

  @Test
  void namesEachRefusedNativeEvent() throws IOException {
    Answer answer =
        server.post(
            "/v1/events",
            """
            [{"event":"a","user":"u"},{"event":"a"},{"event":"b","user":"u","time":"soon"}]\
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .startsWith("{\"accepted\":1,\"rejected\":[{\"index\":1,\"code\":\"missing_field\",")
        .contains("{\"index\":2,\"code\":\"invalid_time\",");
    assertThat(server.log.events()).hasSize(1);
    assertThat(server.log.rejections()).hasSize(2);
  }

  @Test
  void takesLines() throws IOException {
    Answer answer =
        server.post(
            "/v1/events",
            IngestServer.KEY + "Content-Type: application/x-ndjson\r\n",
            "{\"event\":\"a\",\"user\":\"u\"}\n{\"event\":\n\n{\"event\":\"b\",\"user\":\"u\"}");

    assertThat(answer.text())
        .startsWith("{\"accepted\":2,\"rejected\":[{\"index\":1,\"code\":\"malformed_json\"");
    assertThat(server.log.events()).extracting(Event::name).containsExactly("a", "b");
  }

  @Test
  void keepsABrokenBodyAside() throws IOException {
    Answer answer = server.post("/v1/batch", "{\"batch\":[{\"type\":\"track\"");

    assertProblem(answer, 400, "malformed_json");
    assertThat(server.log.rejections())
        .singleElement()
        .extracting("fault")
        .isEqualTo(Fault.MALFORMED_JSON);
  }

  @Test
  void takesGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(TRACK.getBytes(StandardCharsets.UTF_8));
    }
    try (RawClient client = new RawClient(server.port())) {
      Answer answer =
          client.post(
              "/v1/track", IngestServer.KEY + "Content-Encoding: gzip\r\n", bytes.toByteArray());
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void tellsThePositionAlsoWhereNothingIsKept() throws IOException {
    assertThat(server.post("/v1/events", "[]").header("millrace-position")).isEmpty();
    server.post("/v1/track", TRACK);
    for (String body : List.of("[]", "[{\"event\":\"a\"}]")) {
      assertThat(server.post("/v1/events", body).header("millrace-position")).isEqualTo("0:0");
    }
    assertThat(server.post("/v1/batch", "{\"batch\":[]}").header("millrace-position"))
        .isEqualTo("0:0");
  }

  @Test
  void appendsABatchThatItsContextMakesLargePieceByPiece() throws IOException {
    Answer answer = server.post("/v1/batch", batch(5_000, 8_000));

    assertThat(answer.text()).isEqualTo("{\"success\":true}");
    assertThat(answer.header("millrace-position")).isEqualTo("0:4999");
    assertThat(server.log.events()).hasSize(5_000);
    assertThat(server.log.appends()).isBetween(4, 6);
  }

  @Test
  void refusesForGoodABatchThatItsContextMakesTooLarge() throws IOException {
    IngestLimits usual = IngestLimits.defaults();
    IngestLimits limits =
        new IngestLimits(
            usual.events(),
            usual.bodyBytes(),
            usual.bodyBytes(),
            usual.requests(),
            usual.waitingRequests(),
            usual.maxWait(),
            usual.eventsPerSecond(),
            usual.appendTimeout());
    try (IngestServer small = new IngestServer(limits)) {
      assertProblem(small.post("/v1/batch", batch(5_000, 8_000)), 413, "batch_too_large");
      assertProblem(small.post("/v1/batch", batch(1, 9_000)), 413, "context_too_large");
      assertThat(small.post("/v1/batch", batch(400, 8_000)).status()).isEqualTo(200);
      assertThat(small.log.rejections())
          .extracting(Rejection::fault)
          .containsExactly(Fault.BATCH_TOO_LARGE, Fault.CONTEXT_TOO_LARGE);
      assertThat(small.log.rejections().getFirst().originalBytes()).isGreaterThan(64 * 1024);
    }
  }

  private static String batch(int events, int contextBytes) {
    return "{\"context\":{\"x\":\"%s\"},\"batch\":[%s]}"
        .formatted(
            "x".repeat(contextBytes),
            String.join(
                ",",
                Collections.nCopies(
                    events, "{\"type\":\"track\",\"event\":\"a\",\"userId\":\"u\"}")));
  }

  @Test
  void answersAnEmptyBatch() throws IOException {
    assertThat(server.post("/v1/batch", "{\"batch\":[]}").text()).isEqualTo("{\"success\":true}");
    assertThat(server.post("/v1/events", "[]").text())
        .isEqualTo("{\"accepted\":0,\"rejected\":[]}");
  }

  @Test
  void refusesUnreadWhileTheLogTakesNothing() throws IOException {
    server.log.refuse("the log's disk is nearly full");
    Answer answer = server.post("/v1/track", TRACK);
    assertProblem(answer, 503, "log_disk_low");
    assertThat(answer.header("retry-after")).isNotEmpty();

    server.log.refuse(null);
    assertThat(server.post("/v1/track", TRACK).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"LOG_UNAVAILABLE", "INGEST_OVERLOADED", "LOG_DISK_LOW"})
  void passesTheLogsFaultOn(Fault fault) throws IOException {
    server.log.fail(fault);
    Answer answer = server.post("/v1/track", TRACK);
    assertProblem(answer, 503, fault.code());
    assertThat(answer.header("retry-after")).isNotEmpty();
  }

  @Test
  void countsWhatItTakesAndRefuses() throws IOException {
    server.post("/v1/track", TRACK);
    server.post("/v1/track", "{}");
    server.post("/v1/track", "Authorization: Bearer nobody\r\n", TRACK);

    assertThat(server.metrics.eventCount("ingest")).isEqualTo(1);
    assertThat(server.metrics.acceptedBytes()).isEqualTo(TRACK.length());
  }

  static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
  }
}
