package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.START;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.count;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.store.Lifetimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Days go that are kept no longer. */
@Timeout(60)
class RetiringTest {
  private static final long DAY = 86_400_000_000L;
  private static final long FIRST_DAY = Math.floorDiv(START, DAY) * DAY;
  private static final int DAYS = 6;
  private static final int EVENTS = 600;

  @TempDir private Path folder;

  @Test
  void daysGoThatAreOlderThanTheProjectKeepsThem() throws Exception {
    fill(PROJECT);
    try (DuckDbStore store = open(new Lifetimes(2, Map.of()), DAYS - 1)) {
      store.awaitRetired();

      assertThat(
              query(
                  store, "select distinct epoch_us(time) // " + DAY + " from {events} order by 1"))
          .containsExactly(day(3), day(4), day(5));
      assertThat(query(store, "select sum(\"count\")::bigint from {activity}"))
          .containsExactly(List.of(EVENTS / 2L));
      assertThat(
              query(
                  store, "select count(distinct bucket) from main.view_rows where minutes = 1440"))
          .containsExactly(List.of(3L));
      assertThat(store.verify("activity", Duration.ofMinutes(1)).differing()).isEmpty();
      assertThat(store.status().events()).isEqualTo(EVENTS / 2);
      store.append(batch(EVENTS, EVENTS + 10, offset -> event(PROJECT, offset, DAYS - 1)));
      assertThat(count(store)).isEqualTo(EVENTS / 2 + 10);
    }
    try (DuckDbStore store = open(Lifetimes.FOREVER, 1_000)) {
      assertThat(count(store)).isEqualTo(EVENTS / 2 + 10);
    }
  }

  @Test
  void answersFollowWhenTheyWereAskedForBefore() throws Exception {
    fill(PROJECT);
    String question = "{\"every\":\"none\",\"from\":\"%s\",\"to\":\"%s\"}";
    String days = question.formatted(date(0), date(DAYS));
    String byDay = days.replace("none", "day").replace("}", ",\"source\":\"events\"}");
    try (DuckDbStore store = open(new Lifetimes(2, Map.of()), DAYS - 1)) {
      QueryEngine engine =
          new QueryEngine(store, QueryConfig.defaults(), new Metrics(), InstantSource.system());
      long counted = EVENTS;
      long countedByDay = EVENTS;
      while (counted > EVENTS / 2 || countedByDay > EVENTS / 2) {
        QueryAnswer answer = engine.ask(PROJECT, QuestionFormat.parse(days));
        assertThat(answer.meta().source()).isEqualTo("activity");
        counted = (long) answer.rows().getFirst().getFirst();
        countedByDay =
            engine.ask(PROJECT, QuestionFormat.parse(byDay)).rows().stream()
                .mapToLong(row -> (long) Objects.requireNonNull(row.getLast()))
                .sum();
      }
      store.awaitRetired();
      assertThat(List.of(counted, countedByDay)).containsOnly(EVENTS / 2L);
    }
  }

  private static LocalDate date(int day) {
    return LocalDate.ofEpochDay(FIRST_DAY / DAY + day);
  }

  @Test
  void aProjectMayKeepThemForEver() throws Exception {
    fill(PROJECT);
    try (DuckDbStore store = open(new Lifetimes(1, Map.of(PROJECT, 0)), 1_000)) {
      store.awaitRetired();
      assertThat(count(store)).isEqualTo(EVENTS);
    }
    try (DuckDbStore store = open(new Lifetimes(0, Map.of(PROJECT, 1)), DAYS - 1)) {
      store.awaitRetired();
      assertThat(count(store)).isEqualTo(EVENTS / DAYS * 2);
    }
  }

  @Test
  void afterAKillEveryDayIsThereOrGoneAsAWhole() throws Exception {
    int days = 20;
    long each = 250;
    long kept = days * each;
    try (DuckDbStore store = open(Lifetimes.FOREVER, 0)) {
      for (long day = 0; day < days; day++) {
        long today = day;
        store.append(batch(day * each, (day + 1) * each, offset -> event(PROJECT, offset, today)));
      }
    }
    for (int kill = 1; kill <= 2 && kept > 10 * each; kill++) {
      RetiringChild.killBelow(folder, 2, noon(days), kept - each);
      try (DuckDbStore store = open(Lifetimes.FOREVER, 0)) {
        List<List<Object>> left =
            query(
                store,
                "select epoch_us(time) // "
                    + DAY
                    + ", count(*) from {events} group by 1 order by 1");
        assertThat(left).hasSizeBetween(2, (int) (kept / each) - 2);
        for (int i = 0; i < left.size(); i++) {
          long day = FIRST_DAY / DAY + days - left.size() + i;
          assertThat(left.get(i)).containsExactly(day, each);
        }
        assertThat(store.verify("activity", Duration.ofMinutes(1)).differing()).isEmpty();
        assertThat(query(store, "select sum(\"count\")::bigint from {activity}"))
            .containsExactly(List.of(left.size() * each));
        kept = left.size() * each;
      }
    }
  }

  @Test
  void theSpaceOfDaysThatAreGoneIsUsedAgain() throws Exception {
    int rows = Layout.ROW_GROUP;
    DuckDbConfig large = config(folder, rows);
    try (DuckDbStore store = open(large, Lifetimes.FOREVER, 0)) {
      appendDays(store, rows, 0, 4);
    }
    long full = Files.size(large.file());
    try (DuckDbStore store = open(large, new Lifetimes(1, Map.of()), 5)) {
      store.awaitRetired();
      assertThat(count(store)).isZero();
      appendDays(store, rows, 4, 7);
    }
    assertThat(Files.size(large.file())).isLessThan(full + full / 4);
  }

  private static void appendDays(DuckDbStore store, int rows, int fromDay, int toDay) {
    for (long day = fromDay; day < toDay; day++) {
      long today = day;
      for (long offset = day * rows; offset < (day + 1) * rows; offset += rows / 4) {
        store.append(batch(offset, offset + rows / 4, place -> event(PROJECT, place, today)));
      }
    }
  }

  private void fill(String project) {
    try (DuckDbStore store = open(Lifetimes.FOREVER, 0)) {
      store.append(batch(0, EVENTS, offset -> event(project, offset, offset % DAYS)));
    }
  }

  private DuckDbStore open(Lifetimes lifetimes, int today) {
    return open(config(folder, 1_000), lifetimes, today);
  }

  private static DuckDbStore open(DuckDbConfig config, Lifetimes lifetimes, int today) {
    return new DuckDbStore(config, lifetimes, InstantSource.fixed(noon(today)), new Metrics());
  }

  private static Instant noon(int today) {
    return Instant.EPOCH.plus(FIRST_DAY + today * DAY + DAY / 2, ChronoUnit.MICROS);
  }

  private static List<Object> day(int number) {
    return List.of(FIRST_DAY / DAY + number);
  }

  private static Event event(String project, long offset, long day) {
    Event usual = StoreFixture.event(offset);
    long time = FIRST_DAY + day * DAY + offset % 86_400 * 1_000_000;
    return new Event(
        project,
        usual.id(),
        usual.name(),
        usual.user(),
        usual.anonymous(),
        time,
        time,
        time,
        usual.properties(),
        RawJson.EMPTY);
  }
}
