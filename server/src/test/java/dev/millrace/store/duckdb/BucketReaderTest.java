package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.event;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of buckets that are kept while events come, whatever their times. */
@Timeout(60)
class BucketReaderTest {
  private static final List<String> ASKED =
      List.of(
          "\"measures\":[\"count\"%s],\"every\":\"minute\",\"from\":\"-70m\"",
          "\"measures\":[\"count\",\"sum(amount)\",\"max(amount)\"%s],\"every\":\"hour\","
              + "\"from\":\"-3h\",\"by\":[\"plan\"],\"limit\":2",
          "\"measures\":[\"uniques\",\"per_user\"%s],\"every\":\"hour\",\"from\":\"-4d\","
              + "\"where\":[{\"property\":\"feature\",\"value\":\"f7\"}],\"timezone\":\"Asia/Kolkata\"",
          "\"measures\":[\"count\",\"avg(amount)\"%s],\"every\":\"day\",\"from\":\"-5d\","
              + "\"events\":[\"event_3\",\"event_4\"],\"by\":[\"name\",\"plan\"]",
          "\"measures\":[\"sum(amount)\",\"uniques\"%s],\"every\":\"none\",\"from\":\"-5d\","
              + "\"by\":[\"plan\"],\"limit\":2",
          "\"measures\":[\"count\",\"avg(amount)\"%s],\"every\":\"none\",\"from\":\"-3h\"");

  /** No bucket is kept of what does not add up, so with it a question is read from the start. */
  private static final String DISTINCT = ",\"uniques(plan)\"";

  @TempDir private Path folder;

  @Test
  void followEverythingThatComes() {
    try (DuckDbStore store = open(config(folder, 700))) {
      for (long next = 0; next < 16_000; next += 800) {
        store.append(batch(next, next + 800));
        assertAnswers(store, next + 800);
      }
    }
  }

  @Test
  void followWhatComesFromLongAgo() {
    try (DuckDbStore store = open(config(folder, 700))) {
      store.append(batch(0, 4_000));
      for (long next = 4_000; next < 6_000; next += 200) {
        assertAnswers(store, 4_000);
        // As from a partition that lags: what was received an hour before, and is not late.
        store.append(batch(next, next + 200, offset -> event(offset - 4_000 + offset % 3)));
        assertAnswers(store, 4_000);
      }
    }
  }

  @Test
  void forgetWhoeverIsErased() {
    ErasureFixture log = new ErasureFixture();
    for (int i = 0; i < 50; i++) {
      log.add("ada", "opened").add("bob", "opened");
    }
    String question =
        """
        {"measures":["count","uniques"],"every":"day","from":"-3d","to":"2026-12-31",\
        "source":"events"}
        """;
    try (DuckDbStore store = open(config(folder, 10))) {
      log.appendTo(store);
      log.appendTo(store);
      for (int i = 0; i < 3; i++) {
        assertThat(total(ask(store, question, 100), 1)).isEqualTo(100);
      }
      log.erase("ada");
      log.appendTo(store);
      for (int i = 0; i < 3; i++) {
        assertThat(total(ask(store, question, 100), 1)).isEqualTo(50);
        assertThat(total(ask(store, question, 100), 2)).isEqualTo(1);
      }
    }
  }

  private static long total(List<? extends List<? extends @Nullable Object>> rows, int column) {
    return rows.stream().mapToLong(row -> (long) Objects.requireNonNull(row.get(column))).sum();
  }

  @Test
  void tooManyGroupsAreReadFromTheStart() {
    int groups = KeptBuckets.MAX_CELLS + 1_000;
    try (DuckDbStore store = open(config(folder, 10_000))) {
      for (long next = 0; next < groups; next += 5_000) {
        store.append(batch(next, Math.min(groups, next + 5_000), BucketReaderTest::ofOwnGroup));
      }
      String question =
          "{\"measures\":[\"count\"],\"every\":\"day\",\"from\":\"-3d\",\"by\":[\"own\"],\"limit\":2,"
              + "\"source\":\"events\"}";
      for (int i = 0; i < 4; i++) {
        List<? extends List<? extends @Nullable Object>> rows = ask(store, question, groups);
        assertThat(total(rows, 2)).isEqualTo(groups);
      }
    }
  }

  private static Event ofOwnGroup(long offset) {
    Event event = event(offset);
    return new Event(
        event.project(),
        event.id(),
        event.name(),
        event.user(),
        null,
        event.received(),
        event.received(),
        event.received(),
        RawJson.of("{\"own\":\"own-%d\"}".formatted(offset)),
        RawJson.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({"month, 2026-02-01, 2026-04-01", "day, 2026-10-24, 2026-10-26"})
  void theLastBucketIsReadToItsEndThoughItIsLongerThanMost(
      String every, LocalDate from, LocalDate to) {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Instant end = to.atStartOfDay(zone).toInstant();
    List<Happened> events =
        List.of(
            new Happened("view", "ada", end.minusSeconds(1), Map.of()),
            new Happened("view", "ada", end.minusSeconds(2), Map.of()));
    String question =
        "{\"every\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"timezone\":\"%s\",\"source\":\"events\"}"
            .formatted(every, from, to, zone);
    try (AskedStore store = new AskedStore(events, end)) {
      for (int i = 0; i < 3; i++) {
        assertThat(total(store.ask(question).rows(), 1)).isEqualTo(2);
      }
    }
  }

  /** Several times, since the first only leaves a mark. */
  private static void assertAnswers(DuckDbStore store, long second) {
    for (String asked : ASKED) {
      String question = "{" + asked + ",\"source\":\"events\"}";
      List<? extends List<? extends @Nullable Object>> plain =
          ask(store, question.formatted(DISTINCT), second).stream()
              .map(row -> row.subList(0, row.size() - 1))
              .toList();
      for (int i = 0; i < 3; i++) {
        AskedStore.assertSame(ask(store, question.formatted(""), second), plain, asked);
      }
    }
  }

  private static List<? extends List<? extends @Nullable Object>> ask(
      DuckDbStore store, String question, long second) {
    Instant now = Instant.EPOCH.plus(StoreFixture.START, ChronoUnit.MICROS).plusSeconds(second);
    return new QueryEngine(
            store, QueryConfig.defaults(), new Metrics(), InstantSource.fixed(now.plusMillis(7)))
        .ask(PROJECT, QuestionFormat.parse(question))
        .rows();
  }
}
