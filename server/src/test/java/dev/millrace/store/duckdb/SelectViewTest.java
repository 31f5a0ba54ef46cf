package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.withViews;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.fault.MillraceException;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.Select;
import dev.millrace.store.Select.Column;
import dev.millrace.store.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declared views are tables of SQL, and say what the events say. */
class SelectViewTest {
  private static final View USAGE =
      ViewFormat.view(
          "usage",
          List.of(),
          List.of("name", "plan", "count"),
          List.of(
              "uniques",
              "uniques(plan)",
              "p95(amount)",
              "sum(nothing)",
              "max(\"odd\" {i})",
              "avg(feature)"));

  private static final View PLAIN = ViewFormat.view("plain", List.of(), List.of(), List.of());

  /** What a view keeps of numbers, of the events themselves. */
  private static final String EVENTS =
      """
      select time_bucket(interval 15 minutes, utc) as utc, name, properties.plan::varchar as plan,
        null::varchar as by_count, count(*) as "count", sum(properties.amount::double),
        min(properties.amount::double), max(properties.amount::double),
        avg(properties.amount::double)
      from events group by all order by all
      """;

  private static final String VIEW =
      """
      select utc, name, plan, by_count, "count",
        "sum(amount)", "min(amount)", "max(amount)", "avg(amount)"
      from usage order by all
      """;

  @TempDir private Path folder;

  @Test
  void aDeclaredViewIsATableInTheFileAndInMemory() {
    DuckDbConfig config = withViews(config(folder, 2_000), List.of(USAGE, PLAIN));
    try (DuckDbStore store = open(config)) {
      assertAgrees(store, 0);
      for (long at = 0; at < 9_000; at += 1_000) {
        store.append(batch(at, at + 1_000));
      }
      assertAgrees(store, 9_000);
    }
    try (DuckDbStore store = open(config)) {
      assertAgrees(store, 9_000);
    }
  }

  private static void assertAgrees(DuckDbStore store, long count) {
    List<@Nullable Object[]> events = rows(store, EVENTS);
    List<@Nullable Object[]> view = rows(store, VIEW);
    assertThat(view).hasSameSizeAs(events);
    for (int i = 0; i < events.size(); i++) {
      @Nullable Object[] expected = events.get(i);
      @Nullable Object[] found = view.get(i);
      for (int column = 0; column < expected.length; column++) {
        if (expected[column] instanceof Double number) {
          assertThat((Double) found[column]).isCloseTo(number, within(1e-6));
        } else {
          assertThat(found[column]).isEqualTo(expected[column]);
        }
      }
    }
    assertThat(rows(store, "select coalesce(sum(\"count\"), 0)::bigint from plain"))
        .containsExactly(new Object[] {count});
    String none =
        """
        select sum("sum(nothing)"), max("max(nothing)"), max("avg(""odd"" {i})"), count("sum(feature)")
        from usage where utc >= '1970-01-01' and plan is not null
        """;
    assertThat(rows(store, none).getFirst()).startsWith(count == 0 ? null : 0.0, null, null);
  }

  @Test
  void saysThatAViewIsNotReadyAndWhichTablesThereAre() {
    try (DuckDbStore store = open(withViews(config(folder, 2_000), List.of(PLAIN)))) {
      assertThatThrownBy(() -> rows(store, "select * from usage"))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.hint()).isEqualTo("there are events, activity, plain"));
    }
  }

  private static List<@Nullable Object[]> rows(DuckDbStore store, String statement) {
    List<@Nullable Object[]> found = new ArrayList<>();
    Select.Rows rows =
        new Select.Rows() {
          @Override
          public void columns(List<Column> columns) {}

          @Override
          public void row(@Nullable Object[] values) {
            found.add(values);
          }
        };
    Select.Limits limits = new Select.Limits(1_000_000, 1L << 30, 1L << 30);
    long count = store.answer(new Select(PROJECT, statement, limits, rows), Duration.ofMinutes(1));
    assertThat(count).isEqualTo(found.size());
    return found;
  }
}
