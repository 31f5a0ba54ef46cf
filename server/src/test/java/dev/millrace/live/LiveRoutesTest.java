package dev.millrace.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.live.SseClient.Message;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.store.StorePosition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The live stage over HTTP, with real questions and a store whose content is computed. */
@Timeout(60)
class LiveRoutesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String QUESTION =
      "{\"every\":\"none\",\"from\":\"2026-01-01\",\"to\":\"2026-01-02\"}";
  private static final String[] READ = {"Authorization", "Bearer read-key"};

  private final FakeTime time = new FakeTime();
  private final SimulatedStore store = new SimulatedStore();
  private final QueryEngine engine =
      new QueryEngine(
          store,
          QueryConfig.defaults(),
          new Metrics(),
          InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
  private LiveStage stage;
  private HttpServer server;

  @BeforeEach
  void start() {
    start(4);
  }

  private void start(int readers) {
    Metrics metrics = new Metrics();
    LiveConfig config =
        new LiveConfig(
            readers,
            10,
            8 * 1024 * 1024,
            SECOND,
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ZERO,
            1,
            SECOND);
    LiveAnswers answers =
        new LiveAnswers(
            engine,
            project -> ("{\"project\":\"" + project + "\"}").getBytes(StandardCharsets.UTF_8),
            project -> ("{\"events\":[\"" + project + "\"]}").getBytes(StandardCharsets.UTF_8));
    stage =
        new LiveStage(
            config, answers::evaluate, store.commits(), InstantSource.system(), time, metrics);
    Keys keys =
        new Keys(
            List.of(
                new Key("read-key", "shop", Scope.READ, false),
                new Key("write-key", "shop", Scope.WRITE, false)));
    SharedQuestions shared =
        secret ->
            secret.equals("share-key")
                ? Optional.of(
                    new SharedQuestions.Shared("shop", List.of(QuestionFormat.parse(QUESTION))))
                : Optional.empty();
    server =
        new HttpServer(
            HttpConfig.defaults().withPort(0),
            List.of(new LiveRoutes(stage, keys, shared, metrics)));
    server.whenStopping(stage::close);
  }

  @AfterEach
  void stop() {
    server.close();
    stage.close();
  }

  private SseClient open(String question, String... headers)
      throws IOException, InterruptedException {
    return new SseClient(server.port(), "/v1/live?q=" + SseClient.encode(question), headers);
  }

  private void commitAfterASecond() {
    time.pass(SECOND);
    store.commits().moveTo(StorePosition.START);
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  @Test
  void answersNowAndAgainWhenTheAnswerHasChanged() throws Exception {
    try (SseClient client = open(QUESTION, READ)) {
      assertThat(client.header("content-type")).isEqualTo("text/event-stream");
      assertThat(client.header("cache-control")).isEqualTo("no-store");
      Message first = client.next();
      assertThat(first.name()).isEqualTo("message");
      assertThat(first.data())
          .startsWith("{\"columns\":[\"count\"],\"rows\":[[")
          .contains("\"meta\":{");

      store.perSecond.set(1_000);
      commitAfterASecond();
      Message second = client.next();
      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(second.data()).isNotEqualTo(first.data());
    }
  }

  @Test
  void sendsTheSameAnswerAsTheQueryRouteWould() throws Exception {
    try (SseClient client = open(QUESTION, READ)) {
      String data =
          new String(
              engine.ask("shop", QuestionFormat.parse(QUESTION)).dataJson(),
              StandardCharsets.UTF_8);
      assertThat(client.next().data()).startsWith(data.substring(0, data.length() - 1));
    }
  }

  @Test
  void sharesOneEvaluationAmongTheReadersOfAQuestion() throws Exception {
    String sameInOtherWords =
        "{\"kind\":\"trend\",\"to\":\"2026-01-02\",\"from\":\"2026-01-01\",\"every\":\"none\"}";
    try (SseClient one = open(QUESTION, READ);
        SseClient two = open(sameInOtherWords, READ)) {
      assertThat(one.next()).isEqualTo(two.next());
      assertThat(store.asked).hasValue(1);
      assertThat(stage.questions().questions()).isEqualTo(1);
    }
  }

  @Test
  void takesTheKeyFromTheAddress() throws Exception {
    try (SseClient client =
        new SseClient(server.port(), "/v1/live?key=read-key&q=" + SseClient.encode(QUESTION))) {
      assertThat(client.next().data()).contains("count");
    }
  }

  @Test
  void opensExactlyTheSharedQuestionsToAShareKey() throws Exception {
    String path = "/v1/live?status&events&q=" + SseClient.encode("{\"measures\":[\"uniques\"]}");
    try (SseClient client =
        new SseClient(server.port(), path, "Authorization", "Bearer share-key")) {
      Message first = client.next();
      assertThat(first.name()).isEqualTo("message");
      assertThat(first.data()).startsWith("{\"columns\":[\"count\"]");
    }
  }

  @Test
  void tellsTheNewestEventsBesideTheAnswers() throws Exception {
    String path = "/v1/live?events&q=" + SseClient.encode(QUESTION);
    try (SseClient client = new SseClient(server.port(), path, READ)) {
      List<Message> first = List.of(client.next(), client.next());
      assertThat(first).extracting(Message::name).containsExactlyInAnyOrder("0", "events");
      assertThat(first).extracting(Message::data).contains("{\"events\":[\"shop\"]}");
    }
  }

  @Test
  void refusesRequestsWithoutARightKeyOrQuestion() throws Exception {
    assertProblem(open(QUESTION), 401, "unauthenticated");
    assertProblem(open(QUESTION, "Authorization", "Bearer write-key"), 403, "forbidden");
    assertProblem(open("{\"every\":\"fortnight\"}", READ), 400, "invalid_question");
    assertProblem(open("{", READ), 400, "malformed_json");
    assertProblem(new SseClient(server.port(), "/v1/live", READ), 400, "invalid_question");
    String many = "/v1/live?" + "q=%7B%7D&".repeat(LiveRoutes.MAX_QUESTIONS + 1);
    assertProblem(new SseClient(server.port(), many, READ), 400, "invalid_question");
    assertThat(stage.readers()).isZero();
  }

  private static void assertProblem(SseClient client, int status, String code) throws IOException {
    try (client) {
      assertThat(client.status()).isEqualTo(status);
      assertThat(client.header("content-type")).isEqualTo("application/problem+json");
      assertThat(client.rest()).contains("\"code\":\"" + code + "\"");
    }
  }

  @Test
  void answersWithAStatusWhenThereIsNoFirstAnswer() throws Exception {
    store.failure.set(new MillraceException(Fault.STORE_UNAVAILABLE, "reopening"));
    try (SseClient client = open(QUESTION, READ)) {
      assertThat(client.status()).isEqualTo(503);
      assertThat(client.header("retry-after")).isNotEmpty();
    }
  }

  @Test
  void refusesReadersBeyondTheLimitAndTakesThemWhenOneHasLeft() throws Exception {
    stop();
    start(1);
    SseClient first = open(QUESTION, READ);
    first.next();
    try (SseClient second = open(QUESTION, READ)) {
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.header("retry-after")).isNotEmpty();
      assertThat(second.rest()).contains("live_overloaded");
    }
    first.close();
    // Noticed when something is written to it.
    until(() -> {
      time.pass(Duration.ofSeconds(15));
      stage.wake();
      return stage.readers() == 0;
    });
    try (SseClient third = open(QUESTION, READ)) {
      assertThat(third.next().data()).contains("count");
    }
    assertThat(stage.questions().questions()).isEqualTo(1);
  }

  @Test
  void sendsNothingToAClientThatHasTheAnswer() throws Exception {
    String id;
    try (SseClient client = open(QUESTION, READ)) {
      id = client.next().id();
    }
    try (SseClient client =
        open(QUESTION, "Authorization", "Bearer read-key", "Last-Event-ID", id)) {
      assertThat(client.status()).isEqualTo(200);
      store.perSecond.set(1_000);
      commitAfterASecond();
      assertThat(client.next().id()).isNotEqualTo(id);
    }
  }

  @Test
  void sendsAHeartbeatIntoASilentStream() throws Exception {
    try (SseClient client = open(QUESTION, READ)) {
      client.next();
      time.pass(Duration.ofSeconds(15));
      stage.wake();
      assertThat(client.next().name()).isEqualTo("comment");
    }
  }

  @Test
  void tellsOfAFailureInTheStreamAndGoesOnAfterIt() throws Exception {
    try (SseClient client = open(QUESTION, READ)) {
      Message answer = client.next();
      store.failure.set(new MillraceException(Fault.STORE_UNAVAILABLE, "reopening"));
      commitAfterASecond();
      Message problem = client.next();
      assertThat(problem.name()).isEqualTo("problem");
      assertThat(problem.data()).contains("store_unavailable");

      store.failure.set(null);
      commitAfterASecond();
      assertThat(client.next()).isEqualTo(answer);
    }
  }

  @Test
  void carriesSeveralQuestionsAndTheStatusInOneStream() throws Exception {
    String q = "&q=" + SseClient.encode(QUESTION);
    String other = "&q=" + SseClient.encode("{\"by\":[\"name\"],\"every\":\"none\"}");
    try (SseClient client = new SseClient(server.port(), "/v1/live?status" + q + other, READ)) {
      List<String> names =
          List.of(client.next().name(), client.next().name(), client.next().name());
      assertThat(names).containsExactlyInAnyOrder("0", "1", "status");
      assertThat(stage.readers()).isEqualTo(1);
    }
  }

  @Test
  void endsStreamsWhenTheServerStops() throws Exception {
    try (SseClient client = open(QUESTION, READ)) {
      client.next();
      server.close();
      assertThat(client.next().name()).isEqualTo("comment");
      assertThat(client.ends()).isTrue();
      assertThat(stage.readers()).isZero();
    }
  }

  @Test
  void dropsAReaderThatDoesNotReadWhileOthersGoOn() throws Exception {
    String large =
        "{\"every\":\"second\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T20:00:00Z\"}";
    try (Socket slow = new Socket();
        SseClient quick = open(large, READ)) {
      slow.setReceiveBufferSize(4_096);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      slow.getOutputStream()
          .write(
              ("GET /v1/live?key=read-key&q="
                      + SseClient.encode(large)
                      + " HTTP/1.1\r\nHost: x\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      until(() -> stage.readers() == 2);
      quick.next();
      // Not at once: the reader must have begun to write before its time runs out.
      until(() -> {
        time.pass(Duration.ofSeconds(10));
        stage.wake();
        return stage.questions().dropped() == 1;
      });
      until(() -> stage.readers() == 1);

      store.perSecond.set(1_000);
      commitAfterASecond();
      Message next = quick.next();
      while (next.name().equals("comment")) {
        next = quick.next();
      }
      assertThat(next.data()).contains("rows");
    }
  }
}
