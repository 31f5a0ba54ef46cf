package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever stands in a question's texts is data: it finds itself and changes nothing. */
class TrendHostileTextTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final TrendFixture STORE = new TrendFixture();
  private static QueryEngine engine;

  static Stream<String> texts() {
    return Stream.of(
        "'",
        "''",
        "\"",
        "';drop table events;--",
        "') or 1=1 --",
        "x' union all select * from events --",
        "$1",
        "?",
        "%s",
        "{}",
        "/* */ --",
        "a;b",
        "[0]",
        "a[0]",
        "$.a",
        "a.b",
        "a..b",
        ".",
        "\\",
        "\\'",
        "\n\r\t",
        "\u0000",
        "a\u0000b",
        "naïve 日本 😀",
        "properties",
        "select",
        "by0",
        "NULL",
        "nan",
        "%_",
        "x".repeat(200),
        "'".repeat(200));
  }

  @BeforeAll
  static void store() {
    STORE.add(texts().map(text -> event(text, text, text)).toList());
    STORE.add(List.of(event("plain", "plain", "plain")));
    engine =
        new QueryEngine(
            STORE.store(), QueryConfig.defaults(), new Metrics(), InstantSource.fixed(NOW));
  }

  @AfterAll
  static void close() {
    STORE.close();
  }

  private static TrendFixture.Stored event(String name, String property, String value) {
    return new TrendFixture.Stored(
        "p",
        // the wire formats refuse a name with a zero character
        name.replace('\u0000', '0'),
        "u",
        ChronoUnit.MICROS.between(Instant.EPOCH, NOW.minusSeconds(60)),
        "{" + json(property) + ":" + json(value) + "}");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void findsExactlyTheEventThatHasIt(String text) {
    String quoted = json(text);
    assertRows(
        "{\"every\":\"none\",\"where\":[{\"property\":" + quoted + ",\"value\":" + quoted + "}]}",
        List.of(List.of(1L)));
    assertRows(
        "{\"every\":\"none\",\"by\":["
            + quoted
            + "],\"where\":[{\"property\":"
            + quoted
            + ",\"op\":\"set\"}]}",
        List.of(List.of(text, 1L)));
    String measure = json("uniques(" + text + ")");
    if (!text.isBlank()) {
      assertRows(
          "{\"every\":\"none\",\"measures\":[" + measure + ",\"count\"]}",
          List.of(List.of(1L, texts().count() + 1)));
    }
    assertRows(
        "{\"every\":\"none\",\"events\":[" + json(text.replace('\u0000', '0')) + "]}",
        List.of(List.of(1L)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void comparesItAsText(String text) {
    for (String op : List.of("!=", ">", ">=", "<", "<=", "contains", "starts_with", "in")) {
      String question =
          "{\"every\":\"none\",\"where\":[{\"property\":\"name\",\"op\":\""
              + op
              + "\",\"value\":"
              + json(text)
              + "},{\"property\":"
              + json(text)
              + ",\"op\":\""
              + op
              + "\",\"value\":"
              + json(text)
              + "}]}";
      assertThat(engine.ask("p", QuestionFormat.parse(question)).rows()).hasSize(1);
    }
    assertRows("{\"every\":\"none\"}", List.of(List.of(texts().count() + 1)));
  }

  private static void assertRows(String question, List<List<Object>> rows) {
    List<?> found = engine.ask("p", QuestionFormat.parse(question)).rows();
    assertThat(found).as(question).isEqualTo(rows);
  }

  private static String json(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }
}
