package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person's events in the whole store, part of them in its file and part in memory. */
class HistoryTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int EVENTS = 5_000;

  @TempDir Path folder;

  @Test
  void listsAPersonsEventsPageByPageFromTheLatest() {
    List<LoggedEvent> all =
        LongStream.range(0, EVENTS)
            .mapToObj(offset -> new LoggedEvent(event(offset), 0, offset))
            .toList();
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 2_000))) {
      for (int from = 0; from < EVENTS; from += 500) {
        store.append(StoreFixture.batch(from, from + 500, HistoryTest::event));
      }
      for (String user : List.of("user-1", "user-7", "user-29")) {
        List<LoggedEvent> byHand =
            all.stream()
                .filter(logged -> logged.event().user().equals(user))
                .sorted(
                    Comparator.<LoggedEvent>comparingLong(logged -> logged.event().time())
                        .thenComparing(LoggedEvent::offset)
                        .reversed())
                .toList();
        assertThat(places(pages(store, user))).isEqualTo(places(byHand));
        Profile.Person person =
            store.answer(new Profile(StoreFixture.PROJECT, user), LIMIT).person().orElseThrow();
        assertThat(person.count()).isEqualTo(byHand.size());
        assertThat(person.last()).isEqualTo(byHand.getFirst().event().time());
        assertThat(person.first()).isEqualTo(byHand.getLast().event().time());
        assertThat(person.ids()).containsExactly(user);
      }
    }
  }

  @Test
  void knowsNothingOfSomeoneWithoutEvents() {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 2_000))) {
      assertThat(store.answer(new History(StoreFixture.PROJECT, "x", 10, null), LIMIT).events())
          .isEmpty();
      store.append(StoreFixture.batch(0, 10, HistoryTest::event));
      assertThat(store.answer(new History("other", "user-1", 10, null), LIMIT).events()).isEmpty();
      assertThat(store.answer(new Profile("other", "user-1"), LIMIT).person()).isEmpty();
    }
  }

  @Test
  void looksAtTheDaysOnWhichAPersonWasHere() {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 2_000))) {
      for (int from = 0; from < EVENTS; from += 500) {
        store.append(StoreFixture.batch(from, from + 500, HistoryTest::event));
      }
      assertThat(days(store, "rare", null)).containsExactly(day(1_234), day(2_468), day(4_936));
      assertThat(days(store, "rare", event(2_468).name())).contains(day(2_468));
      assertThat(days(store, "rare", "$identify")).isEmpty();
      assertThat(days(store, "user-1", null)).hasSize(50);
      assertThat(places(pages(store, "rare"))).containsExactly(4_936L, 2_468L, 1_234L);
      Profile.Person person =
          store.answer(new Profile(StoreFixture.PROJECT, "rare"), LIMIT).person().orElseThrow();
      assertThat(person.count()).isEqualTo(3);
      assertThat(person.first()).isEqualTo(event(1_234).time());
    }
  }

  @Test
  void seesLateEventsOfADayThatItHasLookedAt() throws InterruptedException {
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 2_000))) {
      store.append(StoreFixture.batch(0, 6_000, HistoryTest::event));

      while (inFile(store) < 5_000) {
        Thread.sleep(5);
      }
      assertThat(places(pages(store, "rare"))).containsExactly(4_936L, 2_468L, 1_234L);

      // In other hours of the same days; with as many as a generation takes they go into the file.
      store.append(StoreFixture.batch(6_000, 8_000, HistoryTest::late));
      store.append(StoreFixture.batch(8_000, 9_000, HistoryTest::event));
      while (inFile(store) < 8_000) {
        Thread.sleep(5);
      }

      assertThat(places(pages(store, "rare")))
          .containsExactly(4_936L, 2_468L, 6_001L, 1_234L, 6_000L);
    }
  }

  private static long inFile(DuckDbStore store) {
    return store.read(LIMIT, (connection, _) -> Sql.number(connection, Layout.COUNT_EVENTS));
  }

  private static Event late(long offset) {
    if (offset > 6_001) {
      return event(offset);
    }
    Event rare = event(offset == 6_000 ? 1_234 : 2_468);
    long time = rare.time() - 2 * PersonHours.HOUR_MICROS;
    return new Event(
        rare.project(),
        "late-" + offset,
        rare.name(),
        rare.user(),
        null,
        time,
        time,
        event(offset).received(),
        rare.properties(),
        rare.context());
  }

  private static long[] days(DuckDbStore store, String user, @Nullable String name) {
    return store.read(
        LIMIT,
        (connection, snapshot) ->
            PersonDays.read(
                connection,
                snapshot,
                StoreFixture.PROJECT,
                snapshot.numbers(StoreFixture.PROJECT, List.of(user)),
                name));
  }

  private static long day(long offset) {
    return ViewRows.day(event(offset).time());
  }

  /** Of thirty people, over more than a year, some at the same time. */
  private static Event event(long offset) {
    Event event = StoreFixture.event(offset);
    return new Event(
        event.project(),
        event.id(),
        event.name(),
        offset == 1_234 || offset == 2_468 || offset == 4_936
            ? "rare"
            : "user-" + offset * 7919 % 30,
        event.anonymous(),
        StoreFixture.START + offset / 100 * 700_000_000_000L + offset % 3 * 1_000,
        Event.NO_TIME,
        event.received(),
        event.properties(),
        event.context());
  }

  private static List<LoggedEvent> pages(DuckDbStore store, String user) {
    List<LoggedEvent> events = new ArrayList<>();
    History.Place before = null;
    while (true) {
      History.Page page = store.answer(new History(StoreFixture.PROJECT, user, 23, before), LIMIT);
      events.addAll(page.events());
      if (!page.more()) {
        return events;
      }
      assertThat(page.events()).hasSize(23);
      LoggedEvent last = page.events().getLast();
      before = new History.Place(last.event().time(), last.partition(), last.offset());
    }
  }

  private static List<Long> places(List<LoggedEvent> events) {
    return events.stream().map(LoggedEvent::offset).toList();
  }
}
