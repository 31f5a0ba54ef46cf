package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.RawClient.Answer;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServerTest {
  private static final int MAX_BODY_BYTES = 100_000;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() {
    HttpConfig config =
        new HttpConfig(
            "127.0.0.1",
            0,
            100,
            4 * 1024 * 1024,
            4,
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(10));
    server = new HttpServer(config, List.of(new Echo()));
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  private final class Echo implements HttpService {
    @Override
    public void routing(HttpRules rules) {
      rules
          .post(
              "/echo",
              (request, response) -> response.send(RequestBody.read(request, MAX_BODY_BYTES)))
          .get("/items/{id}", (request, response) -> response.send(request.path().path()))
          .get(
              "/slow",
              (_, response) -> {
                entered.countDown();
                release.await();
                response.send("done");
              })
          .post(
              "/overloaded",
              (_, _) -> {
                throw new MillraceException(Fault.INGEST_OVERLOADED, "full", "come back", null);
              })
          .post(
              "/broken",
              (_, _) -> {
                throw new IllegalStateException("secret detail");
              });
    }
  }

  @Test
  void answersUnknownPathWithProblem() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.request("GET", "/nothing", "");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      assertThat(answer.text())
          .isEqualTo(
              """
              {"type":"urn:millrace:problem:not_found","title":"Not found","status":404,\
              "code":"not_found","detail":"there is nothing at /nothing"}\
              """);
    }
  }

  @Test
  void namesTheMethodsOfAKnownPath() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer wrong = client.request("GET", "/echo", "");
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.header("allow")).isEqualTo("POST");
      assertThat(wrong.text()).contains("\"code\":\"method_not_allowed\"");

      assertThat(client.request("DELETE", "/items/7", "").header("allow")).isEqualTo("GET");
    }
  }

  @Test
  void keepsTheConnectionAfterARefusedBody() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer refused = client.post("/overloaded", "", "x".repeat(50_000));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(refused.text()).contains("\"hint\":\"come back\"");

      assertThat(client.post("/echo", "", "still here").text()).isEqualTo("still here");
    }
  }

  @Test
  void hidesWhatFailedInside() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.post("/broken", "", "");

      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).contains("internal_error").doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET /a b c HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /?q={\"a\":1} HTTP/1.1\r\nHost: x\r\n\r\n"
      })
  void answersUnreadableRequestWithProblem(String request) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.send(request).read();

      assertThat(answer.text()).contains("\"code\":\"invalid_request\"");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void refusesADeclaredGibibyteBeforeItComes() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\nabc");

      Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text()).contains("\"code\":\"body_too_large\"");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"40000000", "7fffffff"})
  void refusesAChunkOfAGibibyteBeforeItComes(String size) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\nab");

      assertThat(client.read().text()).contains("\"code\":\"body_too_large\"");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void refusesABodyThatIsLargerThanTheRouteAllows() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.post("/echo", "", new byte[MAX_BODY_BYTES + 1]);
      assertThat(answer.status()).isEqualTo(413);
    }
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.post("/echo", "", new byte[MAX_BODY_BYTES]).body()).hasSize(MAX_BODY_BYTES);
    }
  }

  @Test
  void readsChunks() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertThat(client.read().text()).isEqualTo("abcde");
    }
  }

  @Test
  void waitsForConsentBeforeTheBody() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(100);
      assertThat(client.send("abc").read().text()).isEqualTo("abc");
    }
  }

  @Test
  void refusesWithoutAskingForTheBody() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send(
          "POST /overloaded HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(503);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void decompressesGzip() throws IOException {
    String text = "abc".repeat(20_000);
    try (RawClient client = new RawClient(server.port())) {
      Answer answer =
          client.post(
              "/echo",
              "Content-Encoding: gzip\r\n",
              gzip(text.getBytes(StandardCharsets.UTF_8), 1));
      assertThat(answer.text()).isEqualTo(text);
      assertThat(client.post("/echo", "Content-Encoding: identity\r\n", "x").text()).isEqualTo("x");
    }
  }

  @Test
  void clientThatStillSendsReadsWhyItIsRefused() throws IOException {
    byte[] bomb = gzip(new byte[1024 * 1024], 512);
    try (RawClient client = new RawClient(server.port())) {
      for (String encoding : List.of("", "Content-Encoding: gzip\r\n")) {
        byte[] body = encoding.isEmpty() ? new byte[MAX_BODY_BYTES + 1] : bomb;
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\n" + encoding);
        client.send("Content-Length: " + 2 * body.length + "\r\n\r\n").send(body);
        assertThat(client.read().status()).isEqualTo(413);
        client.send(body);
      }
      assertThat(client.post("/echo", "", "x").text()).isEqualTo("x");
    }
  }

  @Test
  void stopsAtTheLimitOfAGzipBomb() throws IOException {
    byte[] bomb = gzip(new byte[1024 * 1024], 512);
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.post("/echo", "Content-Encoding: gzip\r\n", bomb);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text()).contains("\"code\":\"body_too_large\"");
    }
  }

  @Test
  void refusesWhatIsNotGzip() throws IOException {
    byte[] cut = gzip(new byte[100], 1);
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.post("/echo", "Content-Encoding: gzip\r\n", "plain").text())
          .contains("\"code\":\"invalid_request\"");
      assertThat(
              client
                  .post("/echo", "Content-Encoding: gzip\r\n", java.util.Arrays.copyOf(cut, 20))
                  .text())
          .contains("\"code\":\"invalid_request\"");
    }
  }

  @Test
  void refusesOtherEncodings() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.post("/echo", "Content-Encoding: br\r\n", "x");
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.text()).contains("\"code\":\"unsupported_encoding\"");
    }
  }

  @Test
  void endsABodyThatStopsArriving() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

      Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("\"code\":\"request_timeout\"");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void closesAConnectionThatStopsWithinItsHeaders() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nConte");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void answersPreflight() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer answer =
          client.request(
              "OPTIONS",
              "/echo",
              "Origin: https://shop.example\r\nAccess-Control-Request-Method: POST\r\n"
                  + "Access-Control-Request-Headers: authorization\r\n");
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(answer.header("access-control-allow-methods")).contains("POST");
      assertThat(answer.header("access-control-allow-headers")).contains("authorization");
    }
  }

  @Test
  void letsPagesOfAnyOriginReadAnswersAndErrors() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.post("/echo", "Origin: https://shop.example\r\n", "x");
      assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(answer.header("access-control-expose-headers")).contains("millrace-position");

      Answer error = client.post("/overloaded", "Origin: https://shop.example\r\n", "x");
      assertThat(error.header("access-control-allow-origin")).isEqualTo("*");
    }
  }

  @Test
  void finishesRunningRequestsAndRefusesNewOnesWhenItStops() throws Exception {
    CountDownLatch stopping = new CountDownLatch(1);
    server.whenStopping(stopping::countDown);
    try (RawClient slow = new RawClient(server.port());
        RawClient kept = new RawClient(server.port())) {
      assertThat(kept.post("/echo", "", "x").text()).isEqualTo("x");
      slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      Thread closing = Thread.ofVirtual().start(server::close);
      stopping.await();

      Answer refused = kept.post("/echo", "", "x");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("\"code\":\"stopping\"");
      assertThat(refused.header("retry-after")).isNotEmpty();
      release.countDown();
      assertThat(slow.read().text()).isEqualTo("done");
      closing.join();
      assertThat(slow.isClosed()).isTrue();
    }
  }

  private static byte[] gzip(byte[] block, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        gzip.write(block);
      }
    }
    return bytes.toByteArray();
  }
}
