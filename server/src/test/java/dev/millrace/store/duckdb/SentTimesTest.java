package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.Fingerprints;
import dev.millrace.store.EventStore.IdentityVisitor;
import dev.millrace.store.LoggedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds stored events by when they were sent, on time or late. */
class SentTimesTest {
  @TempDir private Path folder;

  @Test
  void identitiesAreThoseOfTheRange() {
    List<LoggedEvent> all = batch(0, 4_000).events();
    try (DuckDbStore store = open(config(folder, 1_000))) {
      for (long from = 0; from < 4_000; from += 250) {
        store.append(batch(from, from + 250));
      }
      long from = StoreFixture.START + 500_000_000;
      long to = StoreFixture.START + 2_500_000_000L;
      Set<String> bySent = new TreeSet<>();
      store.identitiesBySent(from, to, (project, id, time) -> bySent.add(project + id + time));
      assertThat(bySent)
          .isEqualTo(
              new TreeSet<>(
                  all.stream()
                      .map(LoggedEvent::event)
                      .filter(e -> e.hasSent() && e.sent() >= from && e.sent() < to)
                      .map(e -> e.project() + e.id() + e.sent())
                      .toList()));
      Set<String> withoutSent = new TreeSet<>();
      store.identitiesWithoutSent(
          from, to, (project, id, time) -> withoutSent.add(project + id + time));
      assertThat(withoutSent)
          .isEqualTo(
              new TreeSet<>(
                  all.stream()
                      .map(LoggedEvent::event)
                      .filter(e -> !e.hasSent() && e.received() >= from && e.received() < to)
                      .map(e -> e.project() + e.id() + e.received())
                      .toList()));
      List<Event> without = all.stream().map(LoggedEvent::event).filter(e -> !e.hasSent()).toList();
      Event wanted = without.get(without.size() / 2);
      Set<String> found = new TreeSet<>();
      store.identitiesWithoutSent(
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          List.of(wanted.id(), "nobody's", "00000000-0000-4000-8000-000000000000"),
          (project, id, time) -> found.add(project + id + time));
      assertThat(found).contains(wanted.project() + wanted.id() + wanted.received());
      assertThat(found.size()).as("those in memory besides").isLessThan(without.size());
      List<String> everything = new ArrayList<>();
      store.identitiesBySent(Long.MIN_VALUE, Long.MAX_VALUE, (p, id, time) -> everything.add(id));
      assertThat(everything).hasSize(3_920);
    }
  }

  @Test
  void lateEventsAreKeptApartAndComeBackInTheirPlace() {
    List<LoggedEvent> all = batch(0, 4_000).events();
    try (DuckDbStore store = open(config(folder, 1_000))) {
      for (long from = 0; from < 4_000; from += 500) {
        store.append(batch(from, from + 500));
      }
    }
    try (DuckDbStore store = open(config(folder, 1_000))) {
      assertThat(query(store, "select \"offset\" from main.late_events order by 1"))
          .extracting(List::getFirst)
          .containsExactlyElementsOf(
              all.stream()
                  .filter(logged -> isLate(logged.event()))
                  .map(logged -> (Object) logged.offset())
                  .toList())
          .hasSizeBetween(50, 100);
      assertThat(
              query(
                  store, "select count(*) from main.events where abs(epoch(received - time)) > 60"))
          .isEqualTo(List.of(List.of(0L)));
      assertThat(store.newest(PROJECT, 4_000, null, null)).isEqualTo(all.reversed());
      assertThat(store.newest(PROJECT, 1_500, null, null))
          .isEqualTo(all.reversed().subList(0, 1_500));
    }
  }

  private static boolean isLate(Event event) {
    long minute = 60_000_000;
    return Math.abs(event.received() - event.time()) > minute
        || (event.hasSent() && Math.abs(event.received() - event.sent()) > minute);
  }

  @Test
  void identitiesAreThoseOfTheTimes() {
    List<Event> all = batch(0, 4_000).events().stream().map(LoggedEvent::event).toList();
    try (DuckDbStore store = open(config(folder, 1_500))) {
      for (long from = 0; from < 4_000; from += 250) {
        store.append(batch(from, from + 250));
      }
      Fingerprints lasting = Fingerprints.lasting();
      long late = all.get(7).sent();
      assertThat(identities(store, late)).containsExactly(lasting.of(all.get(7)));
      assertThat(identities(store, late - 1, late + 1, Long.MIN_VALUE + 1, Long.MAX_VALUE - 1))
          .isEmpty();
      long[] every = all.stream().filter(Event::hasSent).mapToLong(Event::sent).toArray();
      assertThat(identities(store, every))
          .isEqualTo(
              all.stream()
                  .filter(Event::hasSent)
                  .map(lasting::of)
                  .collect(Collectors.toCollection(TreeSet::new)));
      assertThat(identities(store, every[20], every[2_000], every[3_900])).hasSize(3);
      Set<Long> ofDays = new TreeSet<>();
      store.identitiesBySent(
          late - 500_000_000, late + 3_500_000_000L, collecting(lasting, ofDays));
      assertThat(ofDays)
          .isEqualTo(
              all.stream()
                  .filter(e -> e.hasSent() && e.received() - e.sent() > 3_600_000_000L)
                  .map(lasting::of)
                  .collect(Collectors.toCollection(TreeSet::new)))
          .hasSize(4);
    }
  }

  private static Set<Long> identities(DuckDbStore store, long... times) {
    Set<Long> found = new TreeSet<>();
    long[] ascending = Arrays.stream(times).sorted().distinct().toArray();
    store.identitiesSentAt(ascending, collecting(Fingerprints.lasting(), found));
    return found;
  }

  private static IdentityVisitor collecting(Fingerprints lasting, Set<Long> into) {
    return new IdentityVisitor() {
      @Override
      public void visit(String project, String id, long time) {
        into.add(lasting.of(project, id));
      }

      @Override
      public void visitErased(long fingerprint, long time) {
        into.add(fingerprint);
      }
    };
  }
}
