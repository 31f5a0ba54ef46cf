package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.duckdb.DuckDbConfig;
import dev.millrace.store.duckdb.DuckDbStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes over a socket, with the real store behind them. */
@Timeout(60)
class QueryRoutesTest {
  private static final Instant NOW = Instant.parse("2026-03-08T10:07:00Z");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static EventStore store;
  private static HttpServer server;

  @BeforeAll
  static void start() {
    Metrics metrics = new Metrics();
    store = new DuckDbStore(DuckDbConfig.defaults(folder), metrics);
    List<LoggedEvent> events = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      events.add(
          event(i, i < 3 ? "buy" : "view", "user-" + i % 2, "{\"plan\":\"pro\",\"n\":" + i + "}"));
    }
    store.append(new EventBatch(events, "log", Positions.NONE, Positions.ofNext(4)));
    QueryConfig config = QueryConfig.defaults();
    QueryEngine engine = new QueryEngine(store, config, metrics, InstantSource.fixed(NOW));
    Keys keys =
        new Keys(
            List.of(
                new Key("reader", "p", Scope.READ, false),
                new Key("writer", "p", Scope.WRITE, false),
                new Key("stranger", "q", Scope.READ, false)));
    server =
        new HttpServer(
            HttpConfig.defaults().withPort(0),
            List.of(new QueryRoutes(engine, store, config, keys)));
  }

  @AfterAll
  static void stop() {
    server.close();
    store.close();
  }

  private static LoggedEvent event(int i, String name, String user, String properties) {
    long time = ChronoUnit.MICROS.between(Instant.EPOCH, NOW.minusSeconds(60 + i));
    Event event =
        new Event(
            "p",
            "id-" + i,
            name,
            user,
            null,
            time,
            time,
            time,
            RawJson.of(properties),
            RawJson.EMPTY);
    return new LoggedEvent(event, 0, i);
  }

  @Test
  void answersAQuestionAboutTheKeysProject() throws Exception {
    String question = "{\"measures\":[\"count\",\"sum(n)\"],\"by\":[\"name\"],\"every\":\"none\"}";
    HttpResponse<String> answer = post("reader", question);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.body())
        .startsWith(
            "{\"columns\":[\"name\",\"count\",\"sum(n)\"],\"rows\":[[\"buy\",3,3],[\"view\",1,3]],"
                + "\"meta\":{\"from\":\"2026-03-01T10:07:00Z\",\"to\":\"2026-03-08T10:07:00Z\","
                + "\"timezone\":\"UTC\",\"source\":\"events\",\"rows_scanned\":4,\"elapsed_ms\":")
        .endsWith(",\"position\":\"0:3\",\"approximate\":false,\"stale\":false}}");
    assertThat(post("stranger", question).body()).contains("\"rows\":[],");
  }

  @Test
  void readsTheViewAndTheEdgesFromTheRealStore() throws Exception {
    String answer =
        post("reader", "{\"every\":\"hour\",\"from\":\"-1h\",\"events\":[\"buy\"]}").body();
    assertThat(answer).contains("\"source\":\"activity+events\"");
    assertThat(answer).contains("[[\"2026-03-08T09:00:00Z\",0],[\"2026-03-08T10:00:00Z\",3]]");
  }

  @Test
  void listsTheNewestEvents() throws Exception {
    String all = get("reader", "/v1/events?limit=2").body();
    assertThat(all)
        .startsWith(
            "{\"events\":[{\"id\":\"id-3\",\"name\":\"view\",\"user\":\"user-1\","
                + "\"time\":\"2026-03-08T10:05:57Z\"")
        .contains("\"properties\":{\"plan\":\"pro\",\"n\":3},\"context\":{},", "\"offset\":2}]}");
    assertThat(get("reader", "/v1/events?user=user-0&name=buy").body())
        .contains("id-0", "id-2")
        .doesNotContain("id-1", "id-3");
    assertThat(get("stranger", "/v1/events").body()).isEqualTo("{\"events\":[]}");
  }

  @Test
  void tellsNamesAndProperties() throws Exception {
    assertThat(get("reader", "/v1/schema").body())
        .startsWith("{\"events\":[{\"name\":\"buy\",\"count\":3},{\"name\":\"view\",\"count\":1}],")
        .contains("{\"name\":\"plan\",\"type\":\"text\",\"count\":4,")
        .endsWith("\"sampled\":4}");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/events?limit=0, 400, invalid_request",
    "/v1/events?limit=1001, 400, invalid_request",
    "/v1/events?limit=x, 400, invalid_request",
    "/v1/query, 405, method_not_allowed"
  })
  void refusesWhatItCannotAnswer(String path, int status, String code) throws Exception {
    assertProblem(get("reader", path), status, code);
  }

  @Test
  void refusesQuestionsWithTheReason() throws Exception {
    assertProblem(post("reader", "{\"every\":\"houer\"}"), 400, "invalid_question");
    assertProblem(post("reader", "count"), 400, "malformed_json");
    assertProblem(post("reader", " ".repeat(64 * 1024 + 1)), 413, "body_too_large");
    assertProblem(post("writer", "{}"), 403, "forbidden");
    assertProblem(post("nobody", "{}"), 401, "unauthenticated");
    assertProblem(
        post("reader", "{\"after\":\"0:9\",\"timeout\":\"1ms\"}"), 504, "position_not_reached");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static HttpResponse<String> post(String key, String body) throws Exception {
    return send(request(key, "/v1/query").POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private static HttpResponse<String> get(String key, String path) throws Exception {
    return send(request(key, path).build());
  }

  private static HttpRequest.Builder request(String key, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + key);
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
