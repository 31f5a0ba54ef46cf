package dev.millrace.guarantee;

import static dev.millrace.guarantee.MeasuredServer.READ_KEY;
import static dev.millrace.guarantee.MeasuredServer.WRITE_KEY;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.http.RawClient;
import dev.millrace.http.RawClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bad bodies get a clear problem, their neighbours are stored, and the memory stays what it is. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.MethodName.class)
class HostileInputIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long MIB = 1024 * 1024;
  private static final int ZEROS_BYTES = (int) MIB;
  private static final String DEEP = "[".repeat(10_000) + "]".repeat(10_000);
  private static final String WRITE = "Authorization: Bearer " + WRITE_KEY + "\r\n";
  private static final String READ = "Authorization: Bearer " + READ_KEY + "\r\n";

  /** Texts that are no JSON, byte by byte. */
  private static final List<String> MALFORMED_VALUES =
      List.of(
          "[1,]",
          "[,1]",
          "[1 2]",
          "[1",
          "1]",
          "[",
          "]",
          "{\"a\":1,}",
          "{\"a\" 1}",
          "{a:1}",
          "{'a':1}",
          "{\"a\":}",
          "{\"a\":1,,\"b\":2}",
          "{1:1}",
          "{\"a\":1",
          "{",
          "'a'",
          "\"a",
          "\"\\x41\"",
          "\"\\u00g0\"",
          "\"\\u12\"",
          "\"\\",
          "\0",
          "a",
          "tru",
          "True",
          "nul",
          "NaN",
          "Infinity",
          "-Infinity",
          "-",
          "+1",
          "01",
          "-01",
          ".5",
          "1.",
          "1e",
          "1e+",
          "0x1",
          "1_000",
          "/*c*/1",
          "1//c",
          "\u00ff",
          "\u00ef\u00bb\u00bf1",
          "1}{\"b\":2",
          "\u000c1",
          "");

  /** Texts that can be read to their end, in which something is that no event may hold. */
  private static final List<List<String>> REFUSED_VALUES =
      List.of(
          List.of("\"\t\"", "invalid_text"),
          List.of("\"\0\"", "invalid_text"),
          List.of("\"\u00ff\"", "invalid_text"),
          List.of("\"\u00c0\u00af\"", "invalid_text"),
          List.of("\"\u00ed\u00a0\u0080\"", "invalid_text"),
          List.of("\"\u00f4\u0090\u0080\u0080\"", "invalid_text"),
          List.of("\"\u00e2\u0082\"", "invalid_text"),
          List.of("\"a\\u0000b\"", "invalid_text"),
          List.of("\"\\ud800\"", "invalid_text"),
          List.of("\"\\udc00\\ud800\"", "invalid_text"),
          List.of("{\"\\u0000\":1}", "invalid_text"),
          List.of("1e999", "number_out_of_range"),
          List.of("-1e999", "number_out_of_range"),
          List.of(DEEP, "nested_too_deep"),
          List.of("\"" + "x".repeat(70_000) + "\"", "event_too_large"),
          List.of("{\"" + "n".repeat(300) + "\":1}", "field_too_long"));

  /** Texts that look wrong and are right. */
  private static final List<String> GOOD_VALUES =
      List.of(
          "1e-999",
          "-0",
          "0e+1",
          "1E3",
          "\"\\/\"",
          "\"\\ud83d\\ude00\"",
          "\"\\\"\\\\\"",
          "\"\u00c3\u00a4\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "{\"\":0}",
          "{\"a\":1,\"a\":2}",
          "\"\\u007f\"",
          "\"\\u2028\"",
          " \t1 ",
          "null",
          "123456789012345678901234567890",
          "0.1e1",
          "\"'; drop table events; --\"");

  @TempDir private static Path folder;
  private static MeasuredServer server;

  @BeforeAll
  static void start() throws IOException {
    server = MeasuredServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void neighboursOfBadLinesAreStored() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> codes = new ArrayList<>();
    for (String value : MALFORMED_VALUES) {
      lines.add(event("bad", value));
      codes.add("malformed_json");
      lines.add(event("neighbour of lines", "1"));
    }
    for (List<String> value : REFUSED_VALUES) {
      lines.add(event("bad", value.get(0)));
      codes.add(value.get(1));
      lines.add(event("neighbour of lines", "1"));
    }
    Answer answer = post("/v1/events", WRITE + NDJSON, latin1(String.join("\n", lines)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode told = JSON.readTree(answer.text());
    assertThat(told.path("accepted").asInt()).isEqualTo(codes.size());
    List<String> found = new ArrayList<>();
    for (JsonNode rejected : told.path("rejected")) {
      int index = rejected.path("index").asInt();
      found.add(index + " " + rejected.path("code").asString());
      assertThat(rejected.path("message").asString()).isNotBlank();
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      expected.add(2 * i + " " + codes.get(i));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(count("neighbour of lines", answer)).isEqualTo(codes.size());
    assertThat(count("bad", answer)).isZero();
  }

  @Test
  void neighboursInASegmentBatchAreStored() throws IOException {
    List<String> calls = new ArrayList<>();
    for (List<String> value : REFUSED_VALUES) {
      calls.add(call("bad call", value.get(0)));
      calls.add(call("neighbour of calls", "1"));
    }
    Answer answer =
        post("/v1/batch", WRITE + TYPE, latin1("{\"batch\":[" + String.join(",", calls) + "]}"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(count("neighbour of calls", answer)).isEqualTo(REFUSED_VALUES.size());
    assertThat(count("bad call", answer)).isZero();
  }

  @Test
  void oddButGoodValuesAreStored() throws IOException {
    List<String> lines = GOOD_VALUES.stream().map(value -> event("odd", value)).toList();
    Answer answer = post("/v1/events", WRITE + NDJSON, latin1(String.join("\n", lines)));

    assertThat(answer.text()).isEqualTo("{\"accepted\":" + lines.size() + ",\"rejected\":[]}");
    assertThat(count("odd", answer)).isEqualTo(lines.size());
    Answer listed = get("/v1/events?name=odd", READ);
    assertThat(JSON.readTree(listed.text()).path("events")).hasSize(lines.size());
  }

  @Test
  void malformedBodyIsAProblemOnEveryRoute() throws IOException {
    for (String value : MALFORMED_VALUES) {
      String event = event("bad", value);
      for (String path : List.of("/v1/events", "/v1/batch", "/v1/track")) {
        assertProblem(post(path, WRITE + TYPE, latin1(event)), 400, "malformed_json");
      }
      String question = "{\"where\":" + value + "}";
      assertProblem(post("/v1/query", READ + TYPE, latin1(question)), 400, "malformed_json");
    }
  }

  @Test
  void deepNestingIsAProblemOnEveryRoute() throws IOException {
    assertProblem(
        post("/v1/track", WRITE + TYPE, latin1(call("deep", DEEP))), 400, "nested_too_deep");
    Answer batch =
        post("/v1/batch", WRITE + TYPE, latin1("{\"batch\":[" + call("deep", DEEP) + "]}"));
    assertProblem(batch, 400, "nested_too_deep");
    assertProblem(post("/v1/query", READ + TYPE, latin1(DEEP)), 400, "malformed_json");
    assertThat(post("/v1/events", WRITE + TYPE, latin1(event("deep", DEEP))).text())
        .contains("\"accepted\":0")
        .contains("\"code\":\"nested_too_deep\"");
    String openOnly = "{\"a\":".repeat(10_000);
    assertProblem(post("/v1/events", WRITE + TYPE, latin1(openOnly)), 400, "malformed_json");
  }

  @Test
  void wrongContentTypeIsAProblem() throws IOException {
    for (String path : List.of("/v1/events", "/v1/batch", "/v1/track")) {
      Answer answer =
          post(path, WRITE + "Content-Type: application/xml\r\n", latin1("<event>e</event>"));
      assertProblem(answer, 415, "unsupported_media_type");
    }
    Answer brotli = post("/v1/events", WRITE + TYPE + "Content-Encoding: br\r\n", latin1("x"));
    assertProblem(brotli, 415, "unsupported_encoding");
    Answer noGzip = post("/v1/events", WRITE + TYPE + "Content-Encoding: gzip\r\n", latin1("{}"));
    assertProblem(noGzip, 400, "invalid_request");
  }

  @Test
  void wrongKeysAreProblems() throws IOException {
    String unknown = "Authorization: Bearer mr_write_unknown\r\n" + TYPE;
    byte[] event = latin1(event("e", "1"));
    assertProblem(post("/v1/events", unknown, event), 401, "unauthenticated");
    assertProblem(post("/v1/events", TYPE, event), 401, "unauthenticated");
    assertProblem(post("/v1/query", unknown, latin1("{}")), 401, "unauthenticated");
    assertProblem(get("/v1/events", unknown), 401, "unauthenticated");
    for (String path : List.of("/v1/events", "/v1/batch", "/v1/track")) {
      assertProblem(post(path, READ + TYPE, event), 403, "forbidden");
    }
    assertProblem(post("/v1/query", WRITE + TYPE, latin1("{}")), 403, "forbidden");
    for (String path : List.of("/v1/events", "/v1/schema", "/v1/status", "/v1/live?q=%7B%7D")) {
      assertProblem(get(path, WRITE), 403, "forbidden");
    }
  }

  /** After a smaller round has loaded what it needs. */
  @Test
  void zzMemoryDoesNotGrowByHostileBodies() throws Exception {
    hostileRound(64 * MIB, bomb(64 * MIB));
    byte[] bomb = bomb(1024 * MIB);
    long before = server.residentBytes();

    hostileRound(1024 * MIB, bomb);

    assertThat(server.residentBytes() - before).isLessThan(64 * MIB);
    assertThat(server.isAlive()).isTrue();
  }

  private static void hostileRound(long bytes, byte[] bomb) throws Exception {
    assertProblem(streamed("/v1/events", bytes), 413, "body_too_large");
    assertProblem(streamed("/v1/batch", bytes), 413, "body_too_large");
    for (String path : List.of("/v1/events", "/v1/batch", "/v1/track")) {
      Answer answer = post(path, WRITE + TYPE + "Content-Encoding: gzip\r\n", bomb);
      assertProblem(answer, 413, "body_too_large");
      try (RawClient client = server.connect()) {
        client.send(head(path, WRITE + TYPE + "Content-Length: " + bytes + "\r\n"));
        assertProblem(client.read(), 413, "body_too_large");
      }
    }
    for (int i = 0; i < 200; i++) {
      post("/v1/events", WRITE + TYPE, latin1(event("deep", DEEP)));
      post("/v1/events", WRITE + NDJSON, latin1(event("a", "\"\0\"") + "\n" + event("b", "1e999")));
      post("/v1/query", READ + TYPE, latin1(DEEP));
    }
  }

  /** A body in chunks of a megabyte, sent until it is answered or all of it is sent. */
  private static Answer streamed(String path, long bytes) throws Exception {
    try (RawClient client = server.connect()) {
      client.send(head(path, WRITE + TYPE + "Transfer-Encoding: chunked\r\n"));
      CompletableFuture<Answer> answer =
          CompletableFuture.supplyAsync(() -> {
            try {
              return client.read();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      byte[] chunk = new byte[ZEROS_BYTES];
      Arrays.fill(chunk, (byte) ' ');
      try {
        for (long sent = 0; sent < bytes && !answer.isDone(); sent += chunk.length) {
          client.send(Integer.toHexString(chunk.length) + "\r\n").send(chunk).send("\r\n");
        }
        client.send("0\r\n\r\n");
      } catch (IOException _) {
        // The server has answered and does not read on.
      }
      return answer.get();
    }
  }

  private static byte[] bomb(long bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed, 64 * 1024)) {
      byte[] zeros = new byte[ZEROS_BYTES];
      for (long packedBytes = 0; packedBytes < bytes; packedBytes += zeros.length) {
        out.write(zeros);
      }
    }
    return packed.toByteArray();
  }

  private static final String TYPE = "Content-Type: application/json\r\n";
  private static final String NDJSON = "Content-Type: application/x-ndjson\r\n";

  private static String event(String name, String value) {
    return "{\"event\":\"" + name + "\",\"user\":\"u\",\"properties\":{\"x\":" + value + "}}";
  }

  private static String call(String name, String value) {
    return "{\"type\":\"track\",\"event\":\""
        + name
        + "\",\"userId\":\"u\",\"properties\":{\"x\":"
        + value
        + "}}";
  }

  private static String head(String path, String headers) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  /** One char a byte, so that what is no UTF-8 can be written. */
  private static byte[] latin1(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static long count(String name, Answer sent) throws IOException {
    String question =
        "{\"events\":[\"%s\"],\"every\":\"none\",\"from\":\"-1d\",\"after\":\"%s\",\"timeout\":\"60s\"}"
            .formatted(name, sent.header("millrace-position"));
    Answer answer = post("/v1/query", READ + TYPE, question.getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text()).path("rows").path(0).path(0).asLong();
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    JsonNode problem = JSON.readTree(answer.text());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asString()).isNotBlank();
  }

  private static Answer post(String path, String headers, byte[] body) throws IOException {
    try (RawClient client = server.connect()) {
      return client.post(path, headers, body);
    }
  }

  private static Answer get(String path, String headers) throws IOException {
    try (RawClient client = server.connect()) {
      return client.request("GET", path, headers);
    }
  }
}
