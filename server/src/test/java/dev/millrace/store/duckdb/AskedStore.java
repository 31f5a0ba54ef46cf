package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The real engine with events in its file and in memory, to be asked at a moment of choice. */
final class AskedStore implements AutoCloseable {
  private final TrendFixture store;
  private final QueryEngine engine;

  AskedStore(List<Happened> events, Instant now) {
    this(events, now, List.of());
  }

  AskedStore(List<Happened> events, Instant now, List<View> views) {
    store = new TrendFixture(views);
    store.add(stored(events.subList(0, events.size() / 2)));
    store.addRecent(stored(events.subList(events.size() / 2, events.size())));
    engine =
        new QueryEngine(
            store.store(), QueryConfig.defaults(), new Metrics(), InstantSource.fixed(now));
  }

  QueryAnswer ask(String question) {
    return engine.ask("p", QuestionFormat.parse(question));
  }

  private static List<TrendFixture.Stored> stored(List<Happened> events) {
    return events.stream()
        .map(event ->
            new TrendFixture.Stored(
                "p",
                event.name(),
                event.id(),
                micros(event.time()),
                RandomQuestions.json(event.values()),
                event.device(),
                event.partition()))
        .toList();
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** Numbers may differ by what adding in another order makes of them. */
  static void assertSame(
      List<? extends List<? extends @Nullable Object>> found,
      List<? extends List<? extends @Nullable Object>> byHand,
      String question) {
    assertSame(found, byHand, question, 0);
  }

  /**
   * @param error how far numbers may be off, relative to them; none of those that are estimated is
   *     less than -10
   */
  static void assertSame(
      List<? extends List<? extends @Nullable Object>> found,
      List<? extends List<? extends @Nullable Object>> byHand,
      String question,
      double error) {
    assertThat(found).as("%s%nby hand: %s", question, byHand).hasSameSizeAs(byHand);
    for (int row = 0; row < found.size(); row++) {
      assertThat(found.get(row)).as(question).hasSameSizeAs(byHand.get(row));
      for (int column = 0; column < found.get(row).size(); column++) {
        assertThat(same(found.get(row).get(column), byHand.get(row).get(column), error))
            .as("%s%nrow %d: %s%nby hand: %s", question, row, found.get(row), byHand.get(row))
            .isTrue();
      }
    }
  }

  private static boolean same(@Nullable Object one, @Nullable Object other, double error) {
    // Between two numbers of unlike signs an estimate is off relative to the larger of them.
    return one instanceof Number a && other instanceof Number b
        ? Math.abs(a.doubleValue() - b.doubleValue())
            <= 1e-9 * Math.max(1, Math.abs(b.doubleValue()))
                + error * (Math.abs(b.doubleValue()) + 20)
        : Objects.equals(one, other);
  }

  @Override
  public void close() {
    store.close();
  }
}
