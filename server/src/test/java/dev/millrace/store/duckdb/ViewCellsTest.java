package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.store.Property;
import dev.millrace.store.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells of all events, of the file and of memory, beside the engine's own sets. */
class ViewCellsTest {
  private static final int EVENTS = 24_000;
  private static final Pattern FEATURE = Pattern.compile("\"feature\":\"\\w+\"");

  @TempDir private Path folder;

  private static View view(boolean quantiles) {
    return new View(
        "by_plan",
        List.of(),
        List.of(new Property("plan")),
        true,
        List.of(new View.Numbers(new Property("amount"), quantiles)),
        List.of(new Property("feature")));
  }

  @Test
  void collectsThePeopleAndValuesOfEachKey() {
    assertSame(view(false), "hash");
  }

  @Test
  void collectsThePeopleAndValuesOfEachKeyWhereNumbersAreListed() {
    assertSame(view(true), "hash");
  }

  @Test
  void listsThePeopleAndValuesWhereTheHashTellsNoKeysApart() {
    assertSame(view(false), "0::ubigint * hash");
    assertSame(view(true), "0::ubigint * hash");
  }

  /** What there is of the property in each quarter of an hour. */
  private static Map<Object, Set<String>> features() {
    Map<Object, Set<String>> features = new HashMap<>();
    for (long offset = 0; offset < EVENTS; offset++) {
      Event event = StoreFixture.event(offset);
      Matcher feature = FEATURE.matcher(event.properties().toString());
      assertThat(feature.find()).isTrue();
      features
          .computeIfAbsent(ViewRows.quarter(event.time()), _ -> new HashSet<>())
          .add(feature.group());
    }
    return features;
  }

  private void assertSame(View view, String hash) {
    Path own = folder.resolve(view.numbers().getFirst().quantiles() ? "listed" : "added");
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(own, 10_000))) {
      for (long from = 0; from < EVENTS; from += 2_000) {
        store.append(StoreFixture.batch(from, from + 2_000));
      }
      Map<Object, Set<String>> features = features();
      Map<String, String> byEngine = new TreeMap<>();
      StoreFixture.query(
              store,
              """
              select epoch_us(time) // 900000000 * 900000000 as bucket, count(*),
                epoch_us(max(time)), count(distinct number)
              from {events} group by bucket
              """)
          .forEach(row ->
              byEngine.put(
                  row.getFirst().toString(),
                  List.of(
                          row.get(1),
                          row.get(2),
                          row.get(3),
                          Objects.requireNonNull(features.get(row.getFirst())).size())
                      .toString()));
      Map<String, ViewCell> cells = new TreeMap<>();
      List<String> plans = new ArrayList<>();
      store.read(
          Duration.ofMinutes(1),
          (connection, snapshot) -> {
            ViewCells.visit(
                connection,
                new ViewCells(view, snapshot, false, hash),
                snapshot.events()::from,
                ViewRows.EARLIEST,
                ViewRows.LATEST,
                ViewCells.Condition.NONE,
                (key, cell) -> {
                  plans.add(key.by().getFirst());
                  cells
                      .computeIfAbsent(Long.toString(key.bucket()), _ -> new ViewCell(view))
                      .add(cell);
                });
            return true;
          });
      Map<String, String> found = new TreeMap<>();
      cells.forEach((bucket, cell) ->
          found.put(
              bucket,
              List.of(
                      cell.count(),
                      cell.latest(),
                      cell.people().getLongCardinality(),
                      cell.distinct(0).count())
                  .toString()));
      assertThat(plans).contains("free", "pro", "team", "enterprise");
      assertThat(found).hasSizeGreaterThan(20).isEqualTo(byEngine);
    }
  }
}
