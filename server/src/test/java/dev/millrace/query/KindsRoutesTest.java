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
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

/** Every kind of question over a socket, with the real store behind it. Quotes are single here. */
@Timeout(60)
class KindsRoutesTest {
  private static final Instant NOW = Instant.parse("2026-03-08T10:00:00Z");
  private static final String ODD = "a/b c%?#ü";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static EventStore store;
  private static HttpServer server;

  @BeforeAll
  static void start() {
    Metrics metrics = new Metrics();
    store = new DuckDbStore(DuckDbConfig.defaults(folder), metrics);
    List<LoggedEvent> events = new ArrayList<>();
    // Ada buys after an hour, and comes back the next day; the odd one only looks.
    add(events, "view", "ada", "2026-03-06T10:00:00Z", "{'plan':'pro'}");
    add(events, "buy", "ada", "2026-03-06T11:00:00Z", "{'plan':'pro'}");
    add(events, "view", "ada", "2026-03-07T10:00:00Z", "{'plan':'free'}");
    add(events, "view", ODD, "2026-03-06T12:00:00Z", "{}");
    add(events, "$identify", "ada", "2026-03-06T09:00:00Z", "{'city':'London','age':36}");
    add(events, "$identify", "ada", "2026-03-07T09:00:00Z", "{'city':'Turin'}");
    store.append(new EventBatch(events, "log", Positions.NONE, Positions.ofNext(events.size())));
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

  private static void add(
      List<LoggedEvent> events, String name, String user, String time, String properties) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    int offset = events.size();
    Event event =
        new Event(
            "p",
            "id-" + offset,
            name,
            user,
            null,
            micros,
            micros,
            micros,
            RawJson.of(properties.replace('\'', '"')),
            RawJson.EMPTY);
    events.add(new LoggedEvent(event, 0, offset));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'events':['view'],'every':'day','from':'2026-03-06','to':'2026-03-08','compare':'previous','formula':'a*2' | 'columns':['time','count','previous(count)','a*2'],'rows':[['2026-03-06T00:00:00Z',2,0,4],['2026-03-07T00:00:00Z',1,0,2]]",
        "'events':['view'],'measures':['uniques'],'every':'day','from':'2026-03-06','to':'2026-03-08','cumulative':true | 'columns':['time','uniques'],'rows':[['2026-03-06T00:00:00Z',2],['2026-03-07T00:00:00Z',2]]",
        "'kind':'top','events':['view'],'by':['plan'],'limit':1,'other':true | 'columns':['plan','count','share','previous','change'],'rows':[['free',1,0.3333333333333333,0,null],['other',2,0.6666666666666666,0,null]]",
        "'kind':'funnel','steps':['view',{'event':'buy','as':'bought'}] | 'columns':['step','name','people','rate','step_rate','median_seconds','p90_seconds'],'rows':[[1,'view',2,1,null,null,null],[2,'bought',1,0.5,0.5,3600,3600]]",
        "'kind':'funnel','steps':['view','buy'],'people':{'step':2} | 'columns':['user','time'],'rows':[['ada','2026-03-06T11:00:00Z']]",
        "'kind':'retention','first':'view','periods':2,'from':'2026-03-06','to':'2026-03-07' | 'columns':['cohort','size','period','people','rate'],'rows':[['2026-03-06T00:00:00Z',2,0,2,1],['2026-03-06T00:00:00Z',2,1,1,0.5]]",
        "'kind':'stickiness','events':['view'],'from':'2026-03-06' | 'columns':['days','people'],'rows':[[1,1],[2,1],[3,0]]",
        "'kind':'lifecycle','events':['view'],'from':'2026-03-06','to':'2026-03-08' | 'columns':['time','new','returning','resurrecting','dormant'],'rows':[['2026-03-06T00:00:00Z',2,0,0,0],['2026-03-07T00:00:00Z',0,1,0,1]]",
        "'kind':'sessions','events':['view','buy'],'gap':'1h','every':'none' | 'columns':['sessions','people','events_per_session','average_seconds','median_seconds','bounce_rate'],'rows':[[3,2,1.3333333333333333,1200,0,0.6666666666666666]]",
        "'kind':'paths','within':'2h' | 'columns':['step','source','target','count','people'],'rows':[[1,'$identify','view',2,1],[2,'view','buy',1,1]]",
        "'kind':'users','events':['view'],'sort':'count','limit':1 | 'columns':['user','first','last','count','properties'],'rows':[['ada','2026-03-06T10:00:00Z','2026-03-07T10:00:00Z',2,{'city':'Turin','age':36}]]"
      })
  void answersEveryKind(String question, String answer) throws Exception {
    String asked = ("{" + question + "}").replace('\'', '"');
    HttpResponse<String> found = post("reader", asked);
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(found.body()).startsWith("{" + answer.replace('\'', '"') + ",\"meta\":{");
    assertThat(post("stranger", asked).body()).doesNotContain("ada");
  }

  @Test
  void saysWhetherTheLastGroupIsTheRest() throws Exception {
    String top =
        "{\"kind\":\"top\",\"events\":[\"view\"],\"by\":[\"plan\"],\"other\":true,\"limit\":%d}";
    assertThat(post("reader", top.formatted(1)).body()).contains("\"rest\":true");
    assertThat(post("reader", top.formatted(9)).body()).doesNotContain("\"rest\"");
    String sessions = "{\"kind\":\"sessions\",\"by\":[\"entry\"],\"limit\":1}";
    assertThat(post("reader", sessions).body()).contains("\"rest\":true");
  }

  @Test
  void refusesWithAHint() throws Exception {
    HttpResponse<String> refused = post("reader", "{\"kind\":\"funnel\",\"steps\":[\"a\"]}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"code\":\"invalid_question\"", "\"hint\":\"such as");
  }

  @Test
  void tellsWhatIsKnownOfAPerson() throws Exception {
    assertThat(get("reader", "/v1/users/ada").body())
        .isEqualTo(
            "{\"user\":\"ada\",\"ids\":[\"ada\"],\"first\":\"2026-03-06T09:00:00Z\","
                + "\"last\":\"2026-03-07T10:00:00Z\",\"count\":5,"
                + "\"properties\":{\"city\":\"Turin\",\"age\":36}}");
    assertThat(get("reader", "/v1/users/" + encoded(ODD)).body())
        .contains("\"user\":\"" + ODD + "\"", "\"count\":1,\"properties\":{}");
    assertThat(get("reader", "/v1/users/x%2Fevents").statusCode()).isEqualTo(404);
    assertThat(get("stranger", "/v1/users/ada").statusCode()).isEqualTo(404);
    assertThat(get("reader", "/v1/users/nobody").body())
        .contains("\"code\":\"not_found\"", "nobody");
    assertThat(get("writer", "/v1/users/ada").statusCode()).isEqualTo(403);
  }

  @Test
  void listsAPersonsEventsPageByPage() throws Exception {
    String first = get("reader", "/v1/users/ada/events?limit=2").body();
    assertThat(first).startsWith("{\"events\":[{\"id\":\"id-2\"").contains("\"id\":\"id-5\"");
    String cursor = first.replaceFirst("(?s).*\"next_cursor\":\"([^\"]+)\".*", "$1");
    assertThat(get("reader", "/v1/users/ada/events?limit=3&cursor=" + cursor).body())
        .contains("\"id\":\"id-1\"", "\"id\":\"id-0\"", "\"id\":\"id-4\"")
        .doesNotContain("next_cursor", "id-2", "id-5");
    assertThat(get("reader", "/v1/users/" + encoded(ODD) + "/events").body()).contains("id-3");
    assertThat(get("stranger", "/v1/users/ada/events").body()).isEqualTo("{\"events\":[]}");
  }

  @ParameterizedTest
  @CsvSource({"limit=0", "limit=1001", "cursor=x", "cursor=1:2", "cursor="})
  void refusesParametersThatMakeNoSense(String parameter) throws Exception {
    HttpResponse<String> refused = get("reader", "/v1/users/ada/events?" + parameter);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"code\":\"invalid_request\"");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
