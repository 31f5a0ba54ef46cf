package dev.millrace.store.duckdb;

import dev.millrace.event.Erasure;
import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.event.RawJson;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedErasure;
import dev.millrace.store.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A log of two partitions in memory, with events and erasures, and batches of it. */
final class ErasureFixture {
  static final int PARTITIONS = 2;

  private final List<List<Object>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
  private int erasures;

  /** Every person's events are in the partition of their id. */
  ErasureFixture add(String user, String name) {
    return add(user, null, name, "{}");
  }

  ErasureFixture add(String user, String name, String properties) {
    return add(user, null, name, properties);
  }

  ErasureFixture identify(String device, String user) {
    return add(user, device, "$identify", "{}");
  }

  ErasureFixture alias(String previous, String user) {
    return add(user, null, "$alias", "{\"previousId\":\"" + previous + "\"}");
  }

  private ErasureFixture add(
      String user, @Nullable String anonymous, String name, String properties) {
    int partition = Math.floorMod(user.hashCode(), PARTITIONS);
    List<Object> records = partitions.get(partition);
    long place = records.size() * 600_000_000L + partition;
    long sent = StoreFixture.START + place;
    records.add(
        new Event(
            StoreFixture.PROJECT,
            "id-" + partition + "-" + records.size(),
            name,
            user,
            anonymous,
            sent,
            records.size() % 5 == 4 ? Event.NO_TIME : sent,
            sent + 1_000,
            RawJson.of(properties),
            RawJson.EMPTY));
    return this;
  }

  /** Into both partitions. */
  ErasureFixture erase(String... users) {
    Erasure erasure =
        new Erasure(
            "erasure-" + erasures++,
            StoreFixture.PROJECT,
            List.of(users),
            PARTITIONS,
            StoreFixture.START);
    partitions.forEach(records -> records.add(erasure));
    return this;
  }

  /** The same each time. */
  void fillAtRandom() {
    SplittableRandom random = new SplittableRandom(5);
    String[] ids = {"ada", "bob", "eve", "phone", "tablet", "old", "joe", "zoe"};
    for (int i = 0; i < 400; i++) {
      String one = ids[random.nextInt(ids.length)];
      String other = ids[random.nextInt(ids.length)];
      switch (random.nextInt(20)) {
        case 0 -> identify(one, other);
        case 1 -> alias(one, other);
        case 2 -> erase(one, other);
        default -> add(one, "event" + random.nextInt(3));
      }
    }
    // So that all of it is in the file, where links and people can be looked at.
    erase("nobody");
  }

  /** Gives the store some of what it does not have; false if it has everything. */
  boolean appendStep(DuckDbStore store, SplittableRandom random) {
    Positions at = store.commits().position().positions();
    Positions to = at;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      long next = at.next(partition) + random.nextInt(60);
      to = to.withNext(partition, Math.min(next, end().next(partition)));
    }
    if (!to.equals(at)) {
      store.append(batch(at, to));
    }
    return !to.equals(end());
  }

  Positions end() {
    return Positions.ofNext(partitions.get(0).size(), partitions.get(1).size());
  }

  /** What lies between the positions. */
  EventBatch batch(Positions from, Positions to) {
    return batch(StoreFixture.LOG, from, to);
  }

  EventBatch batch(String logId, Positions from, Positions to) {
    List<LoggedEvent> events = new ArrayList<>();
    List<LoggedErasure> found = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (long offset = from.next(partition); offset < to.next(partition); offset++) {
        switch (partitions.get(partition).get((int) offset)) {
          case Event event -> events.add(new LoggedEvent(event, partition, offset));
          case Erasure erasure -> found.add(new LoggedErasure(erasure, partition, offset));
          default -> throw new IllegalStateException();
        }
      }
    }
    return new EventBatch(events, found, logId, from, to);
  }

  /** Gives the store everything that it does not have. */
  void appendTo(DuckDbStore store) {
    store.append(batch(store.commits().position().positions(), end()));
  }

  /** The events that the store has, in texts. */
  static List<List<Object>> events(DuckDbStore store) {
    return content(store).stream().filter(row -> row.getFirst().equals("event")).toList();
  }

  /** All that the store has of people and events, in texts, however it came there. */
  static List<List<Object>> content(DuckDbStore store) {
    List<List<Object>> content = new ArrayList<>();
    for (String sql :
        List.of(
            "select 'event', p.\"user\", name, \"partition\", \"offset\" from {events} e"
                + " left join main.people p on p.number = e.number order by all",
            "select 'person', project, \"user\" from main.people order by all",
            "select distinct 'link', p.\"user\", q.\"user\", is_alias, since, rank from main.links l"
                + " left join main.people p on p.number = l.number"
                + " left join main.people q on q.number = l.\"user\" order by all",
            "select 'joined', list(\"user\" order by \"user\")::varchar from main.people"
                + " group by "
                + People.PERSON
                + " order by all",
            "select 'activity', bucket::varchar, name, sum(\"count\")::bigint from {activity}"
                + " group by all order by all",
            "select 'erased', fingerprint, sent::varchar, received::varchar from main.erased"
                + " order by all")) {
      content.addAll(StoreFixture.query(store, sql));
    }
    return content;
  }
}
