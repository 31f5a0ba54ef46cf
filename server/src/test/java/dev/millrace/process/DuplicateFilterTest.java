package dev.millrace.process;

import static dev.millrace.process.Events.DAY;
import static dev.millrace.process.Events.HOUR;
import static dev.millrace.process.Events.SECOND;
import static dev.millrace.process.Events.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Event;
import dev.millrace.event.Fingerprints;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
  private static final ProcessConfig CONFIG = ProcessConfig.defaults();

  private final UnreliableStore store = new UnreliableStore();
  private DuplicateFilter filter = filter(CONFIG);
  private final List<LoggedEvent> open = new ArrayList<>();
  private long offset;

  private DuplicateFilter filter(ProcessConfig config) {
    return new DuplicateFilter(config, store, Fingerprints.withRandomKey());
  }

  @Test
  void takesFirstCopiesAndDropsRepeats() {
    assertThat(admit(Events.sent("a", START), Events.sent("b", START))).containsExactly("a", "b");
    assertThat(admit(Events.sent("b", START), Events.sent("c", START))).containsExactly("c");
  }

  @Test
  void dropsRepeatsWithinOneRun() {
    assertThat(admit(Events.sent("a", START), Events.sent("a", START))).containsExactly("a");
  }

  @Test
  void keepsProjectsApart() {
    assertThat(
            admit(Events.event("shop", "a", START, START), Events.event("bank", "a", START, START)))
        .hasSize(2);
  }

  @Test
  void dropsRepeatsAfterRestart() {
    admit(Events.sent("a", START), Events.withoutSent("b", START));
    commit();
    filter = filter(CONFIG);
    assertThat(admit(Events.sent("a", START), Events.withoutSent("b", START + HOUR))).isEmpty();
  }

  @Test
  void dropsRetryOfThreeDaysAgoWhoseBucketHasLeft() {
    filter = filter(CONFIG.withFilterBytes(ProcessConfig.MIN_FILTER_BYTES));
    admit(Events.sent("old", START));
    commit();
    for (int i = 0; i < 400; i++) {
      admit(Events.sent("new" + i, START + 3 * DAY + i * 10 * SECOND));
      commit();
    }
    int scansBefore = store.scans();
    assertThat(admit(Events.sent("old", START))).isEmpty();
    assertThat(store.scans()).as("the bucket was loaded again").isEqualTo(scansBefore + 1);
  }

  @Test
  void loadsMissingNeighboursWithOneScan() {
    List<Event> events =
        IntStream.range(0, 500)
            .mapToObj(i -> Events.sent("e" + i, START + i * 10 * SECOND))
            .toList();
    admit(events.toArray(Event[]::new));
    commit();
    filter = filter(CONFIG);
    int scansBefore = store.scans();
    assertThat(admit(events.toArray(Event[]::new))).isEmpty();
    assertThat(store.scans()).isEqualTo(scansBefore + 1);
  }

  @Test
  void readsTheStoreOncePerBucket() {
    admit(Events.sent("a", START));
    admit(Events.sent("b", START + SECOND));
    assertThat(store.scans()).isEqualTo(1);
  }

  @Test
  void asksForLateEventsAloneAndForAllOfThemAtOnce() {
    Event[] events =
        IntStream.range(0, 200)
            .mapToObj(i -> late("late" + i, START + i * HOUR))
            .toArray(Event[]::new);
    Event[] others =
        IntStream.range(0, 5_000)
            .mapToObj(i -> Events.sent("other" + i, START + i % 200 * HOUR + i))
            .toArray(Event[]::new);
    admit(events);
    admit(others);
    commit();
    filter = filter(CONFIG);
    int scansBefore = store.scans();
    assertThat(admit(events)).isEmpty();
    assertThat(admit(late("new", START), late("another", START + HOUR)))
        .containsExactly("new", "another");
    assertThat(store.scans()).isEqualTo(scansBefore + 2);
    assertThat(filter.bytes()).isLessThanOrEqualTo(200 * Bucket.SMALLEST_BYTES);
  }

  @Test
  void loadsWholeWhatManyLateEventsAskFor() {
    Event[] events =
        IntStream.range(0, 100).mapToObj(i -> late("e" + i, START + i)).toArray(Event[]::new);
    admit(events);
    commit();
    filter = filter(CONFIG);
    admit(events);
    int scansBefore = store.scans();
    assertThat(admit(late("e5", START + 5), late("new", START))).containsExactly("new");
    assertThat(store.scans()).isEqualTo(scansBefore);
  }

  @Test
  void loadsWholeWhatLateEventsAskForAgainAndAgain() {
    for (int i = 0; i < 10; i++) {
      assertThat(admit(late("e" + i, START + i))).hasSize(1);
    }
    int scansBefore = store.scans();
    assertThat(admit(late("e3", START + 3), late("e9", START + 9), late("new", START)))
        .containsExactly("new");
    assertThat(store.scans()).isEqualTo(scansBefore);
  }

  @Test
  void asksAgainForWhatCouldNotBeLoadedWholeBesideUncommittedEvents() {
    admit(late("first", START), late("second", START));
    commit();
    filter = filter(CONFIG);
    assertThat(admit(late("uncommitted", START))).hasSize(1);
    store.failReads(new MillraceException(Fault.STORE_UNAVAILABLE, "gone"), 1);
    List<LoggedEvent> many =
        IntStream.range(0, 100)
            .mapToObj(i -> Events.logged(late("e" + i, START + i), offset++))
            .toList();
    assertThatThrownBy(() -> filter.admit(many)).isInstanceOf(MillraceException.class);
    store.recover();
    assertThat(admit(late("first", START), late("second", START), late("uncommitted", START)))
        .isEmpty();
  }

  private static Event late(String id, long sent) {
    return Events.event("shop", id, sent, START + 30 * DAY);
  }

  @Test
  void comparesEventsWithoutSentWithThoseOf24Hours() {
    admit(Events.withoutSent("a", START), Events.withoutSent("c", START + 20 * HOUR));
    commit();
    assertThat(admit(Events.withoutSent("a", START + DAY), Events.withoutSent("b", START + DAY)))
        .containsExactly("b");
    filter = filter(CONFIG);
    assertThat(admit(Events.withoutSent("a", START + DAY))).isEmpty();
    assertThat(admit(Events.withoutSent("a", START + DAY + 2 * HOUR)))
        .as("after a day it may be another event")
        .containsExactly("a");
  }

  @Test
  void findsFirstCopyThatAServerWithAClockAheadReceived() {
    admit(Events.withoutSent("a", START + HOUR / 2));
    commit();
    assertThat(admit(Events.withoutSent("a", START - HOUR / 4))).isEmpty();
  }

  @Test
  void endsTheBatchWhereMemoryEnds() {
    filter = filter(CONFIG.withFilterBytes(ProcessConfig.MIN_FILTER_BYTES));
    List<LoggedEvent> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      events.add(Events.logged(Events.sent("e" + i, START + i * 10 * SECOND), offset++));
    }
    int taken = takeAllThatFit(events);
    assertThat(taken).isBetween(100, 999);
    assertThat(filter.bytes()).isLessThanOrEqualTo(ProcessConfig.MIN_FILTER_BYTES);

    filter.committed(filter.closeBatch());
    assertThat(filter.admit(events.subList(taken, events.size())).taken()).isPositive();
  }

  @Test
  void comparesThroughTheStoreWhatIsTooLargeForMemory() {
    filter = filter(CONFIG.withFilterBytes(ProcessConfig.MIN_FILTER_BYTES));
    // 32 KiB are a bucket's share here: 2,730 fingerprints.
    for (int run = 0; run < 20; run++) {
      admit(frozenClock(run * 200, 200));
      commit();
    }
    assertThat(store.ids()).hasSize(4_000).doesNotHaveDuplicates();
    assertThat(admit(frozenClock(0, 4_000))).isEmpty();
    assertThat(admit(frozenClock(3_900, 200))).hasSize(100);
    assertThat(filter.bytes()).isLessThanOrEqualTo(ProcessConfig.MIN_FILTER_BYTES);
  }

  @Test
  void holdsABucketOfHalfOfItsMemory() {
    filter = filter(CONFIG.withFilterBytes(ProcessConfig.MIN_FILTER_BYTES));
    for (int from = 0; from < 2_700; from += 300) {
      admit(frozenClock(from, 300));
      commit();
    }
    int scansBefore = store.scans();
    assertThat(admit(frozenClock(0, 2_700))).isEmpty();
    assertThat(store.scans()).isEqualTo(scansBefore);
  }

  private static Event[] frozenClock(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> Events.sent("frozen" + i, 0))
        .toArray(Event[]::new);
  }

  @Test
  void takesNothingAndForgetsHalfLoadedBucketsWhenTheStoreFails() {
    admit(Events.sent("a", START));
    commit();
    filter = filter(CONFIG);
    store.failReads(new MillraceException(Fault.STORE_UNAVAILABLE, "gone"), 1);
    List<LoggedEvent> events =
        List.of(
            Events.logged(Events.sent("b", START), offset++),
            Events.logged(Events.sent("a", START), offset++));
    assertThatThrownBy(() -> filter.admit(events)).isInstanceOf(MillraceException.class);
    store.recover();
    assertThat(filter.admit(events).fresh()).extracting(e -> e.event().id()).containsExactly("b");
  }

  @Test
  void forgetsUncommittedEventsWhenCleared() {
    admit(Events.sent("a", START));
    filter.clear();
    assertThat(admit(Events.sent("a", START))).containsExactly("a");
  }

  @Test
  void bucketsTheEndsOfTime() {
    Event[] ends = {
      Events.event("shop", "first", Long.MIN_VALUE + 1, START),
      Events.event("shop", "last", Long.MAX_VALUE - 1, START)
    };
    admit(ends);
    commit();
    filter = filter(CONFIG);
    assertThat(admit(ends)).isEmpty();
  }

  /** Admits all of them, committing when memory is full, and gives the ids of the fresh ones. */
  private List<String> admit(Event... events) {
    List<LoggedEvent> rest = new ArrayList<>();
    for (Event event : events) {
      rest.add(Events.logged(event, offset++));
    }
    List<String> fresh = new ArrayList<>();
    while (!rest.isEmpty()) {
      Admission admission = filter.admit(rest);
      if (admission.taken() == 0) {
        assertThat(filter.uncommitted()).isTrue();
        commit();
      }
      admission.fresh().forEach(logged -> fresh.add(logged.event().id()));
      open.addAll(admission.fresh());
      rest = rest.subList(admission.taken(), rest.size());
    }
    return fresh;
  }

  private int takeAllThatFit(List<LoggedEvent> events) {
    int taken = 0;
    int more;
    do {
      more = filter.admit(events.subList(taken, events.size())).taken();
      taken += more;
    } while (more > 0 && taken < events.size());
    return taken;
  }

  private void commit() {
    long batch = filter.closeBatch();
    Positions from = store.commits().position().positions();
    store.append(new EventBatch(open, "log", from, Positions.ofNext(offset)));
    open.clear();
    filter.committed(batch);
  }
}
