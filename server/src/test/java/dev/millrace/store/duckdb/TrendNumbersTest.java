package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that read as numbers which are not finite are no numbers. */
class TrendNumbersTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"\"inf\"", "\"-Infinity\"", "\"nan\"", "\"many\"", "null"})
  void areLeftOut(String odd) {
    List<String> amounts = List.of("1", odd, "2.5", odd);
    try (TrendFixture store = new TrendFixture()) {
      store.add(events(amounts));
      assertThat(measured(store)).containsExactly("x", 3.5, 1.0, 2.5, 1.75, 1.75);
      store.addRecent(events(amounts));
      assertThat(measured(store)).containsExactly("x", 7.0, 1.0, 2.5, 1.75, 1.75);
    }
  }

  private static List<Object> measured(TrendFixture store) {
    String question =
        """
        {"measures":["sum(amount)","min(amount)","max(amount)","avg(amount)","median(amount)"],\
        "by":["plan"],"every":"none","from":"-1d"}
        """;
    return List.copyOf(
        new QueryEngine(
                store.store(), QueryConfig.defaults(), new Metrics(), InstantSource.fixed(NOW))
            .ask("p", QuestionFormat.parse(question))
            .rows()
            .getFirst());
  }

  private static List<TrendFixture.Stored> events(List<String> amounts) {
    List<TrendFixture.Stored> events = new ArrayList<>();
    for (String amount : amounts) {
      events.add(
          new TrendFixture.Stored(
              "p",
              "buy",
              "user",
              ChronoUnit.MICROS.between(Instant.EPOCH, NOW) - 1_000 - events.size(),
              "{\"plan\":\"x\",\"amount\":" + amount + "}"));
    }
    return events;
  }
}
