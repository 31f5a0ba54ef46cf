package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of question tells how much was read for it. */
class RowsScannedTest {
  private static final Instant FIRST = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-08T00:00:00Z");
  private static final int EVENTS = 300;

  private static List<TrendFixture.Stored> events() {
    List<TrendFixture.Stored> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          new TrendFixture.Stored(
              "p",
              i % 3 == 0 ? "buy" : "view",
              "user-" + i % 20,
              AskedStore.micros(FIRST.plus(Duration.ofMinutes(20L * i))),
              "{\"plan\":\"plan-" + i % 2 + "\"}"));
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"kind\":\"trend\"",
        "\"kind\":\"top\",\"by\":[\"plan\"]",
        "\"kind\":\"funnel\",\"steps\":[\"view\",\"buy\"]",
        "\"kind\":\"sessions\"",
        "\"kind\":\"paths\",\"start\":\"view\"",
        "\"kind\":\"users\"",
        "\"kind\":\"users\",\"search\":\"user-1\"",
        "\"kind\":\"stickiness\",\"every\":\"day\"",
        "\"kind\":\"stickiness\",\"every\":\"day\",\"by\":[\"plan\"]",
        "\"kind\":\"lifecycle\",\"every\":\"day\"",
        "\"kind\":\"retention\",\"first\":\"view\",\"return\":{\"events\":[\"view\",\"buy\"]},\"every\":\"day\"",
        "\"kind\":\"retention\",\"first\":\"view\",\"return\":{\"events\":[\"view\",\"buy\"]},\"every\":\"day\",\"by\":[\"plan\"]",
        "\"kind\":\"retention\",\"first\":\"view\",\"return\":{\"events\":[\"view\",\"buy\"]},\"every\":\"day\",\"cohort\":\"first_time\"",
        "\"kind\":\"retention\",\"first\":\"view\",\"return\":{\"events\":[\"view\",\"buy\"]},\"every\":\"day\",\"cohort\":\"first_time\",\"by\":[\"plan\"]",
      })
  void areTheEventsOfTheRange(String question) {
    try (TrendFixture store = new TrendFixture()) {
      store.add(events().subList(0, 200));
      store.addRecent(events().subList(200, EVENTS));
      QueryAnswer answer = ask(store, question + ",\"source\":\"events\"");
      assertThat(answer.meta().source()).isEqualTo("events");
      assertThat(answer.meta().rowsScanned()).isEqualTo(EVENTS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"kind\":\"stickiness\",\"every\":\"day\"",
        "\"kind\":\"lifecycle\",\"every\":\"day\"",
        "\"kind\":\"retention\",\"first\":\"view\",\"return\":{\"events\":[\"view\",\"buy\"]},\"every\":\"day\"",
      })
  void areThoseOfTheView(String question) {
    try (TrendFixture store = new TrendFixture()) {
      store.add(events());
      QueryAnswer answer = ask(store, question);
      assertThat(answer.meta().source()).isEqualTo("activity");
      assertThat(answer.meta().rowsScanned()).isBetween(5L, 100L);
    }
  }

  @Test
  void areAddedUpOverAllThatAnAnswerNeeds() {
    try (TrendFixture store = new TrendFixture()) {
      store.add(events());
      QueryAnswer cumulative =
          ask(store, "\"measures\":[\"uniques\"],\"every\":\"day\",\"cumulative\":true");
      assertThat(cumulative.meta().source()).isEqualTo("activity+events");
      assertThat(cumulative.meta().rowsScanned()).isGreaterThan(EVENTS);
      for (String kind :
          List.of("\"compare\":\"previous\"", "\"kind\":\"top\",\"by\":[\"plan\"]")) {
        String question =
            "{%s,\"source\":\"events\",\"from\":\"2026-03-04\",\"to\":\"2026-03-06\"}"
                .formatted(kind);
        assertThat(asked(store, question).meta().rowsScanned()).isEqualTo(4 * 72);
      }
    }
  }

  private static QueryAnswer ask(TrendFixture store, String question) {
    return asked(store, "{%s,\"from\":\"%s\",\"to\":\"%s\"}".formatted(question, FIRST, NOW));
  }

  private static QueryAnswer asked(TrendFixture store, String question) {
    return new QueryEngine(
            store.store(), QueryConfig.defaults(), new Metrics(), InstantSource.fixed(NOW))
        .ask("p", QuestionFormat.parse(question));
  }
}
