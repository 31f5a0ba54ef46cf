package dev.millrace.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Text that looks like SQL is data in every field of a question: found as it is, or refused. */
class SqlTextIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  static final List<String> TEXTS =
      List.of(
          "'; drop table events; --",
          "\"; drop table events; --",
          "' or '1'='1",
          "\" or 1=1 --",
          "x'); delete from events; --",
          "events",
          "select * from events",
          "properties->>'plan'",
          "a\".\"b",
          "$1",
          "?",
          "$$x$$",
          "%",
          "_",
          "\\'; copy (select 1) to '/tmp/millrace-x' --",
          "'||(select count(*) from events)||'",
          "/* */ union all select 1 --",
          "${x} {events} %s",
          "a.b[0]",
          "$.a");

  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void storeEachTextEverywhere() {
    server = RunningServer.start(folder);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = TEXTS.get(i);
      ObjectNode event = JSON.createObjectNode();
      event.put("event", text).put("user", text).put("id", "id " + text);
      event.putObject("properties").put(text, i + 1).put("text", text);
      lines.append(event).append('\n');
    }
    server.awaitStored(server.sendEvents(lines.toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isFoundAsName(String text) {
    assertThat(first(question(Map.of("events", List.of(text))))).isEqualTo(1);
    assertThat(first(where("name", "=", text))).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isFoundAsValue(String text) {
    assertThat(first(where("text", "=", text))).isEqualTo(1);
    assertThat(first(where("text", "in", List.of(text, "' or 1=1 --")))).isEqualTo(1);
    assertThat(first(where("user", "=", text))).isEqualTo(1);
    assertThat(first(where("text", "!=", text))).isEqualTo(TEXTS.size() - 1);
    assertThat(first(where("text", "starts_with", text)))
        .isEqualTo(TEXTS.stream().filter(each -> each.startsWith(text)).count());
    assertThat(first(where("text", "contains", text)))
        .isEqualTo(TEXTS.stream().filter(each -> each.contains(text)).count());
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isFoundAsProperty(String text) {
    int value = TEXTS.indexOf(text) + 1;
    assertThat(first(where(text, "=", value))).isEqualTo(1);
    assertThat(first(where(text, "set", null))).isEqualTo(1);
    JsonNode rows = rows(question(Map.of("by", List.of(text), "events", List.of(text))));
    assertThat(rows.path(0).path(1).asLong()).isEqualTo(1);
    assertThat(rows.path(0).path(0).asString()).isEqualTo("" + value);
    JsonNode all = rows(question(Map.of("by", List.of("text"), "limit", 100)));
    assertThat(all.valueStream().map(row -> row.path(0).asString()))
        .containsExactlyInAnyOrderElementsOf(TEXTS);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isFoundInAMeasure(String text) {
    int value = TEXTS.indexOf(text) + 1;
    for (String function : List.of("sum", "min", "max", "avg", "median", "p95")) {
      String measure = function + "(" + text + ")";
      JsonNode answer = server.query(question(Map.of("measures", List.of(measure))).toString());
      assertThat(answer.path("columns").path(0).asString()).isEqualTo(measure);
      assertThat(answer.path("rows").path(0).path(0).asDouble()).as(measure).isEqualTo(value);
    }
    assertThat(first(question(Map.of("measures", List.of("uniques(" + text + ")"))))).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isRefusedWhereOnlyKnownWordsAre(String text) {
    for (String field :
        List.of("kind", "timezone", "from", "to", "every", "after", "timeout", "limit", "exact")) {
      assertRefused(question(Map.of(field, text)));
    }
    assertRefused(question(Map.of("measures", List.of(text))));
    assertRefused(question(Map.of(text, "x")));
    assertRefused(where("text", text, "x"));
    String limit = "/v1/events?limit=" + URLEncoder.encode(text, UTF_8);
    assertThat(server.get(limit, server.readKey()).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isFoundInTheListOfEvents(String text) {
    String encoded = URLEncoder.encode(text, UTF_8);
    for (String parameter : List.of("name", "user")) {
      HttpResponse<String> response =
          server.get("/v1/events?" + parameter + "=" + encoded, server.readKey());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode events = JSON.readTree(response.body()).path("events");
      assertThat(events.valueStream().map(event -> event.path("id").asString()))
          .containsExactly("id " + text);
    }
  }

  @Test
  void everythingIsStillThere() {
    assertThat(first(question(Map.of()))).isEqualTo(TEXTS.size());
    JsonNode schema = JSON.readTree(server.get("/v1/schema", server.readKey()).body());
    Stream<String> names =
        schema.path("events").valueStream().map(event -> event.path("name").asString());
    assertThat(names).containsExactlyInAnyOrderElementsOf(TEXTS);
    assertThat(JSON.readTree(server.get("/v1/status", server.readKey()).body()).path("problems"))
        .isEmpty();
    assertThat(Path.of("/tmp/millrace-x")).doesNotExist();
  }

  private static ObjectNode question(Map<String, Object> fields) {
    ObjectNode question = JSON.createObjectNode();
    question.put("every", "none").put("from", "-1d");
    fields.forEach((name, value) -> question.set(name, JSON.valueToTree(value)));
    return question;
  }

  private static ObjectNode where(String property, String op, @Nullable Object value) {
    ObjectNode test = JSON.createObjectNode();
    test.put("property", property).put("op", op);
    if (value != null) {
      test.set("value", JSON.valueToTree(value));
    }
    return question(Map.of("where", List.of(test)));
  }

  private static JsonNode rows(ObjectNode question) {
    return server.query(question.toString()).path("rows");
  }

  private static long first(ObjectNode question) {
    return rows(question).path(0).path(0).asLong();
  }

  private static void assertRefused(ObjectNode question) {
    HttpResponse<String> response = server.post("/v1/query", server.readKey(), question.toString());
    assertThat(response.statusCode()).as(question + " " + response.body()).isEqualTo(400);
    assertThat(response.body()).contains("\"code\":\"invalid_question\"");
  }
}
