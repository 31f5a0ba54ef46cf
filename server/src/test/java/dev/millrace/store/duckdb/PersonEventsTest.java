package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.fold.Follower;
import dev.millrace.store.fold.Timeline;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the whole store, its file and memory, with little memory of its own. */
class PersonEventsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int EVENTS = 24_000;
  private static final int SETTLED = 2;
  private static final long START = StoreFixture.START;
  private static final long END = START + EVENTS * 1_000_000L;
  private static final long WEEK = Duration.ofDays(7).toNanos() / 1_000;

  @TempDir Path folder;

  @Test
  void visitsEveryoneOnceWithAllEventsInOrderThoughFewFitAtOnce() {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 10_000))) {
      for (int from = 0; from < EVENTS; from += 2_000) {
        store.append(StoreFixture.batch(from, from + 2_000));
      }
      Map<Integer, Integer> found =
          store.read(
              LIMIT, (connection, snapshot) -> counts(connection, snapshot, EVENTS / 5, EVENTS));
      Map<Integer, Integer> byHand = new TreeMap<>();
      StoreFixture.query(store, "select number, count(*) from {events} group by number")
          .forEach(row ->
              byHand.put(((Number) row.get(0)).intValue(), ((Number) row.get(1)).intValue()));
      assertThat(found).hasSizeGreaterThan(900).isEqualTo(byHand);
    }
  }

  @Test
  void refusesWhatTakesTooMuchMemory() {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 10_000))) {
      store.append(StoreFixture.batch(0, 500));
      assertThatThrownBy(() ->
              store.read(LIMIT, (connection, snapshot) -> counts(connection, snapshot, 1, EVENTS)))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.QUERY_OVERLOADED));
    }
  }

  @Test
  void refusesFewPeopleWithMoreEventsThanTheHeapHasRoomFor() {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 10_000))) {
      store.append(StoreFixture.batch(0, 5_000));
      assertThatThrownBy(() ->
              store.read(LIMIT, (connection, snapshot) -> counts(connection, snapshot, EVENTS, 10)))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.QUERY_OVERLOADED));
    }
  }

  @Test
  void leavesOutWhatComesAfterSomebodyIsSettled() {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 10_000))) {
      for (int from = 0; from < EVENTS; from += 2_000) {
        store.append(StoreFixture.batch(from, from + 2_000));
      }
      Map<Integer, Integer> all =
          store.read(
              LIMIT,
              (connection, snapshot) ->
                  counts(connection, snapshot, EVENTS, EVENTS, SETTLED, range(START)));
      for (int limit : new int[] {EVENTS, EVENTS / 5}) {
        Map<Integer, Integer> found =
            store.read(
                LIMIT,
                (connection, snapshot) ->
                    counts(connection, snapshot, limit, EVENTS, SETTLED, range(END)));
        assertThat(found.keySet()).isEqualTo(all.keySet());
        found.forEach((person, count) -> {
          int whole = all.getOrDefault(person, 0);
          assertThat(count).isBetween(Math.min(SETTLED, whole), whole);
        });
        assertThat(found.values().stream().mapToInt(Integer::intValue).sum())
            .isLessThan(EVENTS * 3 / 4);
      }
    }
  }

  private static PersonEvents.Range range(long settling) {
    return new PersonEvents.Range(START, settling, END + WEEK);
  }

  private static Map<Integer, Integer> counts(
      Connection connection, ReadSnapshot snapshot, int limit, int together) throws SQLException {
    PersonEvents.Range all = new PersonEvents.Range(START - WEEK, START - WEEK, END + WEEK);
    return counts(connection, snapshot, limit, together, Integer.MAX_VALUE, all);
  }

  /**
   * Events by person.
   *
   * @param settled events with which a person is settled
   */
  private static Map<Integer, Integer> counts(
      Connection connection,
      ReadSnapshot snapshot,
      int limit,
      int together,
      int settled,
      PersonEvents.Range range)
      throws SQLException {
    PersonEvents events = new PersonEvents(connection, snapshot.follow(), limit, together, 1);
    return events.collect(
            range, (from, to) -> select(snapshot, from, to), () -> new Counts(settled), Counts::add)
        .counts;
  }

  private static PersonEvents.Select select(ReadSnapshot snapshot, long from, long to) {
    EventSql sql = new EventSql(snapshot, false);
    String select =
        "select person::integer, micros, log, place, 0, 1 from "
            + sql.events(
                List.of(
                    People.PERSON + " as person",
                    "epoch_us(time) as micros",
                    "\"partition\" as log",
                    "\"offset\" as place"),
                List.of(sql.project(StoreFixture.PROJECT), sql.between(from, to)));
    return new PersonEvents.Select(select, sql.values());
  }

  /** How many events each person has, of those whom one thread has seen. */
  private static final class Counts implements Follower {
    private final Map<Integer, Integer> counts = new TreeMap<>();
    private final int settled;

    Counts(int settled) {
      this.settled = settled;
    }

    @Override
    public boolean settle(Timeline timeline) {
      if (timeline.size() < settled) {
        return false;
      }
      accept(timeline);
      return true;
    }

    @Override
    public void accept(Timeline timeline) {
      assertThat(counts.put(timeline.person(), timeline.size())).isNull();
      for (int i = 1; i < timeline.size(); i++) {
        assertThat(timeline.time(i)).isGreaterThanOrEqualTo(timeline.time(i - 1));
      }
    }

    void add(Counts other) {
      other.counts.forEach((person, count) -> assertThat(counts.put(person, count)).isNull());
    }
  }
}
