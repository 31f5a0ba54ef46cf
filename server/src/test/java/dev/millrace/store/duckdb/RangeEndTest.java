package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ranges that end within a quarter of an hour, among the newest events and after them. */
class RangeEndTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:07:00Z");
  private static final int IN_FILE = 3_000;
  private static final int IN_MEMORY = 3 * RecentChunk.ROWS + 100;
  private static final List<View> VIEWS =
      List.of(
          ViewFormat.view("plans", List.of(), List.of("plan"), List.of("uniques", "sum(amount)")));
  private static final List<String> ASKED =
      List.of(
          "\"measures\":[\"count\"]",
          "\"measures\":[\"count\",\"uniques\"],\"by\":[\"name\"]",
          "\"measures\":[\"uniques\"],\"by\":[\"plan\"]",
          "\"measures\":[\"sum(amount)\",\"max(amount)\"]");

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void viewsAnswerAsTheEventsDo() {
    try (TrendFixture store = new TrendFixture(VIEWS)) {
      // Most of the file's events are of earlier quarters, all are before now.
      store.add(events(IN_FILE, -3_600, 0));
      for (int from = 0; from < IN_MEMORY; from += 1_000) {
        store.addRecent(events(Math.min(1_000, IN_MEMORY - from), -1_200, 120));
        for (long second = -600; second <= 240; second += 40) {
          assertSame(store, NOW.plusSeconds(second));
        }
      }
      store.addRecent(events(10, 86_000, 86_400));
      assertSame(store, NOW);
    }
  }

  @Test
  void rowsOfTheLastQuarterAreReadWhenNothingComesAfterTheRange() {
    try (TrendFixture store = new TrendFixture(VIEWS)) {
      store.add(events(IN_FILE, -3_600, 0));
      assertThat(ask(store, ASKED.getFirst(), NOW, "").meta().rowsScanned()).isLessThan(20);
      assertThat(ask(store, ASKED.getFirst(), NOW.minusSeconds(60), "").meta().rowsScanned())
          .isGreaterThan(100);
    }
  }

  private void assertSame(TrendFixture store, Instant to) {
    for (String asked : ASKED) {
      QueryAnswer fromView = ask(store, asked, to, "");
      assertThat(fromView.meta().source()).endsWith("+events").isNotEqualTo("events");
      AskedStore.assertSame(
          fromView.rows(),
          ask(store, asked, to, ",\"source\":\"events\"").rows(),
          asked + " to " + to);
    }
  }

  private static QueryAnswer ask(TrendFixture store, String asked, Instant to, String source) {
    String question =
        "{%s,\"every\":\"hour\",\"from\":\"2026-03-10T09:00:00Z\",\"to\":\"%s\"%s}"
            .formatted(asked, to, source);
    return new QueryEngine(
            store.store(), QueryConfig.defaults(), new Metrics(), InstantSource.fixed(NOW))
        .ask("p", QuestionFormat.parse(question));
  }

  /** Events from one second to before another, counted from now. */
  private List<TrendFixture.Stored> events(int count, long from, long to) {
    List<TrendFixture.Stored> events = new ArrayList<>();
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, NOW);
    for (int i = 0; i < count; i++) {
      events.add(
          new TrendFixture.Stored(
              "p",
              random.nextBoolean() ? "view" : "buy",
              "user-" + random.nextInt(300),
              now + random.nextLong(from * 1_000_000, to * 1_000_000),
              "{\"plan\":\"plan-%d\",\"amount\":%d}"
                  .formatted(random.nextInt(3), random.nextInt(100))));
    }
    return events;
  }
}
