package dev.millrace.process;

import static dev.millrace.process.Events.DAY;
import static dev.millrace.process.Events.SECOND;
import static dev.millrace.process.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.event.Fingerprints;
import dev.millrace.event.Positions;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the filter with a plain set while events, repeats, commits and failures come in any
 * order, in a memory that holds a fraction of them.
 */
class DuplicateFilterPropertyTest {
  private static final int OPERATIONS = 3_000;

  private final UnreliableStore store = new UnreliableStore();
  private final Set<String> known = new HashSet<>();
  private final Deque<Batch> inFlight = new ArrayDeque<>();
  private final List<LoggedEvent> open = new ArrayList<>();
  private final List<Event> history = new ArrayList<>();
  private long offset;
  private long now = START;

  private record Batch(long number, List<LoggedEvent> events, Positions to) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void passesEveryEventOnce(long seed) {
    Random random = new Random(seed);
    long limit = ProcessConfig.MIN_FILTER_BYTES << (seed % 2);
    DuplicateFilter filter =
        new DuplicateFilter(
            ProcessConfig.defaults().withFilterBytes(limit), store, new Fingerprints(seed, -seed));
    for (int i = 0; i < OPERATIONS; i++) {
      switch (random.nextInt(10)) {
        case 0, 1 -> close(filter);
        case 2, 3 -> commit(filter);
        case 4 -> {
          if (random.nextInt(20) == 0) {
            forget(filter);
          }
        }
        default -> admit(filter, run(random));
      }
      assertThat(filter.bytes()).isLessThanOrEqualTo(limit);
    }
    close(filter);
    while (!inFlight.isEmpty()) {
      commit(filter);
    }
    assertThat(store.ids()).doesNotHaveDuplicates().hasSameSizeAs(known);
    assertThat(store.ids()).hasSizeGreaterThan(5_000);
  }

  /** New events and repeats, near and far, with clocks that run, that stand still, and none. */
  private List<Event> run(Random random) {
    List<Event> events = new ArrayList<>();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      now += random.nextLong(5 * SECOND);
      if (!history.isEmpty() && random.nextInt(3) == 0) {
        int back = random.nextBoolean() ? random.nextInt(50) : random.nextInt(history.size());
        Event first = history.get(Math.max(0, history.size() - 1 - back));
        if (first.hasSent()) {
          events.add(first);
        } else if (now - first.received() <= DAY) {
          events.add(Events.withoutSent(first.id(), now));
        }
        continue;
      }
      String id = "e" + history.size();
      Event event =
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> Events.sent(id, random.nextInt(100));
            case 3, 4 -> Events.withoutSent(id, now);
            case 5 -> Events.sent(id, now - random.nextLong(3 * DAY));
            case 6 -> Events.event("shop", id, now - random.nextLong(3 * DAY), now);
            default -> Events.sent(id, now - random.nextLong(30 * SECOND));
          };
      history.add(event);
      events.add(event);
    }
    return events;
  }

  private void admit(DuplicateFilter filter, List<Event> events) {
    List<LoggedEvent> rest = new ArrayList<>();
    for (Event event : events) {
      rest.add(Events.logged(event, offset++));
    }
    while (!rest.isEmpty()) {
      Admission admission = filter.admit(rest);
      List<LoggedEvent> expected =
          rest.subList(0, admission.taken()).stream()
              .filter(logged -> known.add(logged.event().id()))
              .toList();
      assertThat(admission.fresh()).isEqualTo(expected);
      open.addAll(expected);
      if (admission.taken() == 0) {
        close(filter);
        assertThat(inFlight).as("something to commit").isNotEmpty();
        while (!inFlight.isEmpty()) {
          commit(filter);
        }
      }
      rest = rest.subList(admission.taken(), rest.size());
    }
  }

  private void close(DuplicateFilter filter) {
    inFlight.add(new Batch(filter.closeBatch(), List.copyOf(open), Positions.ofNext(offset)));
    open.clear();
  }

  private void commit(DuplicateFilter filter) {
    Batch batch = inFlight.poll();
    if (batch != null) {
      Positions from = store.commits().position().positions();
      store.append(new EventBatch(batch.events(), "log", from, batch.to()));
      filter.committed(batch.number());
    }
  }

  /** What happens when the store turns out to stand elsewhere: nothing uncommitted counts. */
  private void forget(DuplicateFilter filter) {
    inFlight.forEach(batch -> batch.events().forEach(logged -> known.remove(logged.event().id())));
    open.forEach(logged -> known.remove(logged.event().id()));
    inFlight.clear();
    open.clear();
    filter.clear();
  }
}
