package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.LOG;
import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.count;
import static dev.millrace.store.duckdb.StoreFixture.event;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static dev.millrace.store.duckdb.StoreFixture.withPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Schema;
import dev.millrace.store.StorePosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbStoreTest {
  private static final String RECOUNT =
      """
      select project, time_bucket(interval '15 minutes', time), name, count(*)::bigint
      from {events} group by all order by all
      """;
  private static final String ACTIVITY =
      """
      select project, bucket, name, sum("count")::bigint
      from {activity} group by all order by all
      """;

  @TempDir private Path folder;

  @Test
  void keepsEveryFieldOfAnEventInMemoryInTheFileAndAfterReopening() {
    EventBatch first = batch(0, 100);
    EventBatch second = batch(100, 150);
    List<LoggedEvent> expected = new ArrayList<>(first.events());
    expected.addAll(second.events());
    try (DuckDbStore store = open(config(folder, 100))) {
      store.append(first);
      store.append(second);
      assertThat(sorted(store.newest(PROJECT, 1_000, null, null))).isEqualTo(expected);
    }
    try (DuckDbStore store = open(config(folder, 100))) {
      assertThat(sorted(store.newest(PROJECT, 1_000, null, null))).isEqualTo(expected);
      assertThat(store.status().events()).isEqualTo(150);
      assertThat(store.status().problem()).isNull();
      assertThat(store.status().bytesOnDisk()).isPositive();
      assertThat(store.commits().position())
          .isEqualTo(new StorePosition(LOG, Positions.ofNext(150)));
    }
  }

  @Test
  void keepsTimesBefore1970AndFarAhead() {
    List<Long> times = List.of(-1L, -9_000_000_000_000_000L, 0L, 4_102_444_800_000_000L);
    EventBatch batch =
        batch(
            0,
            times.size(),
            offset -> {
              Event event = event(offset);
              long time = times.get((int) offset);
              return new Event(
                  PROJECT,
                  event.id(),
                  "timed",
                  "u",
                  null,
                  time,
                  time,
                  time,
                  RawJson.EMPTY,
                  RawJson.EMPTY);
            });
    try (DuckDbStore store = open(config(folder, 100))) {
      store.append(batch);
      assertThat(sorted(store.newest(PROJECT, 10, null, null))).isEqualTo(batch.events());
      assertThat(query(store, ACTIVITY)).isEqualTo(query(store, RECOUNT)).hasSize(4);
    }
  }

  @Test
  void refusesABatchThatDoesNotBeginWhereTheStoreStands() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batch(0, 10));
      assertThatThrownBy(() -> store.append(batch(0, 10))).satisfies(is(Fault.STORE_FENCED));
      assertThatThrownBy(() -> store.append(batch(11, 20))).satisfies(is(Fault.STORE_FENCED));
      store.append(batch(10, 20));
      assertThat(count(store)).isEqualTo(20);
    }
  }

  @Test
  void beginsALogThatItDoesNotKnowAtItsBeginning() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batch(0, 10));
      EventBatch other =
          new EventBatch(batch(50, 60).events(), "log-2", Positions.NONE, Positions.ofNext(0, 60));
      store.append(other);
      assertThat(store.commits().position())
          .isEqualTo(new StorePosition("log-2", Positions.ofNext(0, 60)));
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThat(store.commits().position())
          .isEqualTo(new StorePosition("log-2", Positions.ofNext(0, 60)));
    }
  }

  @Test
  void movesItsPositionWithoutEvents() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batch(0, 10));
      store.append(new EventBatch(List.of(), LOG, Positions.ofNext(10), Positions.ofNext(30)));
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThat(store.commits().position().positions()).isEqualTo(Positions.ofNext(30));
      assertThat(count(store)).isEqualTo(10);
    }
  }

  @Test
  void activityEqualsARecountAcrossManyGenerationsAndReopening() {
    for (int part = 0; part < 3; part++) {
      try (DuckDbStore store = open(config(folder, 3_000))) {
        for (long from = part * 10_000L; from < (part + 1) * 10_000L; from += 100) {
          store.append(batch(from, from + 100));
        }
        assertThat(query(store, ACTIVITY)).isEqualTo(query(store, RECOUNT));
      }
    }
    try (DuckDbStore store = open(config(folder, 3_000))) {
      assertThat(query(store, ACTIVITY)).isEqualTo(query(store, RECOUNT));
      List<Object> rows =
          query(store, "select count(*), count(distinct (project, bucket, name)) from {activity}")
              .getFirst();
      assertThat(rows.get(0)).isEqualTo(rows.get(1));
    }
  }

  @Test
  void readersSeeWholeBatchesWhileTheyAreAppendedAndMovedIntoTheFile() {
    AtomicBoolean done = new AtomicBoolean();
    try (DuckDbStore store = open(config(folder, 1_000))) {
      CompletableFuture<Integer> reader =
          CompletableFuture.supplyAsync(() -> {
            int reads = 0;
            long before = 0;
            while (!done.get() || reads == 0) {
              List<Object> row =
                  query(
                          store,
                          "select count(*), count(distinct \"offset\"),"
                              + " coalesce(max(\"offset\") + 1, 0) from {events}")
                      .getFirst();
              long events = ((Number) row.get(0)).longValue();
              assertThat(events % 50).isZero();
              assertThat(row.get(1)).isEqualTo(events);
              assertThat(row.get(2)).isEqualTo(events);
              assertThat(events).isGreaterThanOrEqualTo(before);
              before = events;
              reads++;
            }
            return reads;
          });
      for (long from = 0; from < 20_000; from += 50) {
        store.append(batch(from, from + 50));
      }
      done.set(true);
      assertThat(reader.join()).isPositive();
      assertThat(count(store)).isEqualTo(20_000);
    }
  }

  @Test
  void findsTheNewestOfAUserAndAName() {
    EventBatch batch = batch(0, 5_000);
    try (DuckDbStore store = open(config(folder, 1_000))) {
      for (long from = 0; from < 5_000; from += 500) {
        store.append(batch(from, from + 500));
      }
      List<LoggedEvent> all = batch.events().reversed();
      assertThat(store.newest(PROJECT, 20, null, null)).isEqualTo(all.subList(0, 20));
      assertThat(store.newest(PROJECT, 3, "user-7", null))
          .isEqualTo(all.stream().filter(e -> e.event().user().equals("user-7")).limit(3).toList());
      assertThat(store.newest(PROJECT, 30, "user-7", "event_3"))
          .isEqualTo(
              all.stream()
                  .filter(e -> e.event().user().equals("user-7"))
                  .filter(e -> e.event().name().equals("event_3"))
                  .limit(30)
                  .toList());
      assertThat(store.newest("nobody's", 3, null, null)).isEmpty();
    }
  }

  @Test
  void newestEventsAreFoundWhicheverThreadHasFilledItsRowGroupsFirst() {
    int events = 3 * Layout.ROW_GROUP;
    try (DuckDbStore store = open(config(folder, events))) {
      for (long next = 0; next < events; next += Layout.ROW_GROUP / 4) {
        store.append(batch(next, next + Layout.ROW_GROUP / 4));
      }
    }
    try (DuckDbStore store = open(config(folder, events))) {
      assertThat(count(store)).isEqualTo(events);
      assertThat(store.newest(PROJECT, 1_000, null, null))
          .isEqualTo(batch(events - 1_000, events).events().reversed());
      assertThat(store.newest(PROJECT, 20, "user-7", null))
          .isEqualTo(
              batch(events - 60_000, events).events().reversed().stream()
                  .filter(e -> e.event().user().equals("user-7"))
                  .limit(20)
                  .toList());
    }
  }

  @Test
  void idsOfAnyFormComeBackAsTheyWere() {
    List<String> ids =
        List.of(
            "0190163d-8694-739b-aea5-966c26f8ad91",
            "0190163D-8694-739B-AEA5-966C26F8AD91",
            "0190163d8694739baea5966c26f8ad91xxxx",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "7");
    EventBatch batch =
        batch(
            0,
            ids.size(),
            offset -> {
              Event event = event(offset);
              return new Event(
                  PROJECT,
                  ids.get((int) offset),
                  "n",
                  "u",
                  null,
                  event.time(),
                  event.sent(),
                  event.received(),
                  RawJson.EMPTY,
                  RawJson.EMPTY);
            });
    try (DuckDbStore store = open(config(folder, 1))) {
      store.append(batch);
      assertThat(sorted(store.newest(PROJECT, 10, null, null)))
          .extracting(logged -> logged.event().id())
          .isEqualTo(ids);
    }
  }

  @Test
  void schemaTellsNamesCountsAndProperties() {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      for (long from = 0; from < 3_000; from += 500) {
        store.append(batch(from, from + 500));
      }
      Schema schema = store.schema(PROJECT, Duration.ofSeconds(30));
      assertThat(schema.sampled()).isEqualTo(3_000);
      assertThat(schema.events().stream().mapToLong(Schema.EventName::count).sum())
          .isEqualTo(3_000);
      assertThat(schema.events()).hasSize(20);
      assertThat(schema.properties())
          .extracting(Schema.PropertySummary::name)
          .containsExactlyInAnyOrder("feature", "plan", "amount");
      Schema.PropertySummary plan =
          schema.properties().stream()
              .filter(p -> p.name().equals("plan"))
              .findFirst()
              .orElseThrow();
      assertThat(plan.type()).isEqualTo("text");
      assertThat(plan.count()).isEqualTo(3_000);
      assertThat(plan.values()).containsExactlyInAnyOrder("free", "pro", "team", "enterprise");
      assertThat(plan.events()).hasSize(20);
    }
  }

  @Test
  void takesABatchWithTooManyPeopleWholeOnceThereIsRoomForThem() {
    EventBatch first = batch(0, 10);
    EventBatch second = batch(10, 40);
    DuckDbConfig config = config(folder, 1_000);
    try (DuckDbStore store = open(withPeople(config, 20))) {
      store.append(first);
      assertThatThrownBy(() -> store.append(second))
          .isInstanceOfSatisfying(
              MillraceException.class,
              fault -> assertThat(fault.fault()).isEqualTo(Fault.TOO_MANY_PEOPLE));
      assertThat(count(store)).isEqualTo(10);
      assertThat(store.commits().position().positions()).isEqualTo(first.to());
    }
    try (DuckDbStore store = open(config)) {
      store.append(second);
      assertThat(count(store)).isEqualTo(40);
      List<LoggedEvent> expected = new ArrayList<>(first.events());
      expected.addAll(second.events());
      assertThat(sorted(store.newest(PROJECT, 100, null, null))).isEqualTo(expected);
    }
  }

  @Test
  void takesBatchesLargerThanMemoryIsMeantToHold() {
    try (DuckDbStore store = open(config(folder, 100))) {
      for (long from = 0; from < 3_000; from += 1_000) {
        store.append(batch(from, from + 1_000));
      }
      assertThat(count(store)).isEqualTo(3_000);
    }
  }

  @Test
  void refusesASecondStoreInTheSameProcess() {
    try (DuckDbStore store = open(config(folder, 100))) {
      store.append(batch(0, 10));
      assertThatThrownBy(() -> open(config(folder, 100))).satisfies(is(Fault.STORE_LOCKED));
      store.append(batch(10, 20));
    }
    open(config(folder, 100)).close();
  }

  static ThrowingConsumer<Throwable> is(Fault fault) {
    return error ->
        assertThat(error)
            .isInstanceOfSatisfying(
                MillraceException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private static List<LoggedEvent> sorted(List<LoggedEvent> events) {
    return events.stream().sorted(Comparator.comparingLong(LoggedEvent::offset)).toList();
  }

  @Test
  void movesLargePropertiesIntoTheFileBeforeTheyExceedTheEnginesMemory() {
    try (DuckDbStore store = open(config(folder, 1_000_000))) {
      // 180 MB, where the engine has 256 MiB and takes several times as much as it is given at
      // once.
      // Memory holds less: the last ones are taken when the first are in the file.
      for (long from = 0; from < 6_000; from += 100) {
        store.append(
            batch(
                from,
                from + 100,
                offset -> StoreFixture.withProperties(offset, largeProperties(offset))));
      }
      assertThat(count(store)).isEqualTo(6_000);
    }
  }

  private static String largeProperties(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, 200)
        .mapToObj(key ->
            "\"k%d\":\"%s\""
                .formatted(
                    key,
                    LongStream.generate(random::nextLong)
                        .limit(9)
                        .mapToObj(Long::toHexString)
                        .collect(Collectors.joining())))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
