package dev.millrace.store.duckdb;

import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * Reads one person's events backwards in time. Each of the file's tables is asked by itself: the
 * engine reads its row groups from the latest back until it has enough, which it would not do above
 * a union. Hours in which the person was not here are left out.
 */
final class HistorySql {
  /** Testing each event for a shorter gap takes longer than reading what lies in it. */
  private static final long WORTH_SKIPPING = 6 * PersonHours.HOUR_MICROS;

  private static final Comparator<LoggedEvent> LATEST_FIRST =
      Comparator.<LoggedEvent>comparingLong(logged -> logged.event().time())
          .thenComparingInt(LoggedEvent::partition)
          .thenComparingLong(LoggedEvent::offset)
          .reversed();

  private static final Comparator<RecentRow> EARLIEST_FIRST =
      Comparator.<RecentRow>comparingLong(found -> found.chunk.times[found.row])
          .thenComparingInt(found -> found.chunk.partitions[found.row])
          .thenComparingLong(found -> found.chunk.offsets[found.row]);

  private final Connection connection;
  private final ReadSnapshot snapshot;
  private final History history;
  private final List<Integer> numbers;
  private final int wanted;
  private final EventDrafts drafts = new EventDrafts();

  /** An event in memory. */
  private record RecentRow(RecentChunk chunk, int row) {
    boolean isBefore(History.Place place) {
      long time = chunk.times[row];
      if (time != place.time()) {
        return time < place.time();
      }
      int partition = chunk.partitions[row];
      return partition != place.partition()
          ? partition < place.partition()
          : chunk.offsets[row] < place.offset();
    }
  }

  private HistorySql(Connection connection, ReadSnapshot snapshot, History history) {
    this.connection = connection;
    this.snapshot = snapshot;
    this.history = history;
    this.numbers = snapshot.numbers(history.project(), List.of(history.user()));
    this.wanted = history.limit() + 1;
  }

  static History.Page read(Connection connection, ReadSnapshot snapshot, History history)
      throws SQLException {
    return new HistorySql(connection, snapshot, history).read();
  }

  private History.Page read() throws SQLException {
    if (!numbers.isEmpty()) {
      readMemory();
      String times = times();
      for (String table : snapshot.eventTables()) {
        read(table, times);
      }
    }
    Map<Integer, String> known =
        Map.of(snapshot.number(history.project(), history.user()), history.user());
    List<LoggedEvent> events =
        drafts.events(connection, snapshot, known).stream().sorted(LATEST_FIRST).toList();
    boolean more = events.size() > history.limit();
    return new History.Page(more ? events.subList(0, history.limit()) : events, more);
  }

  /** A test for the times from which the file's events of the page are. */
  private String times() throws SQLException {
    StoredView activity = snapshot.complete(connection, View.ACTIVITY);
    if (activity == null) {
      return "true";
    }
    long until = history.before() == null ? Long.MAX_VALUE : history.before().time();
    long[] hours =
        new PersonHours(connection, snapshot, history.project(), activity)
            .latest(numbers, until, wanted);
    return PersonDays.within(hours, PersonHours.HOUR_MICROS, WORTH_SKIPPING);
  }

  private void readMemory() {
    History.Place before = history.before();
    PriorityQueue<RecentRow> latest = new PriorityQueue<>(EARLIEST_FIRST);
    StoredEvents.visitRecent(
        snapshot,
        (chunk, row) -> {
          // Numbers are of one project.
          if (numbers.contains(chunk.numbers[row])) {
            RecentRow found = new RecentRow(chunk, row);
            if (before == null || found.isBefore(before)) {
              latest.add(found);
            }
            if (latest.size() > wanted) {
              latest.remove();
            }
          }
        });
    latest.forEach(found -> drafts.add(found.chunk, found.row));
  }

  private void read(String table, String times) throws SQLException {
    History.Place before = history.before();
    String select =
        """
        select %s
        from %s
        where number in (%s) and %s and %s
        order by time desc, "partition" desc, "offset" desc
        limit %d
        """
            .formatted(
                EventDrafts.FIELDS,
                table,
                numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                times,
                before == null ? "true" : isBefore(before),
                wanted);
    Sql.visit(connection, select, drafts::add);
  }

  private static String isBefore(History.Place place) {
    return "(time, \"partition\", \"offset\") < (make_timestamp(%d), %d, %d)"
        .formatted(place.time(), place.partition(), place.offset());
  }
}
