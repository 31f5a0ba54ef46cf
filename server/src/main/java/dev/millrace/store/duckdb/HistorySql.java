package dev.millrace.store.duckdb;

import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * Reads one person's events backwards in time. Each of the file's tables is asked by itself: the
 * engine reads its row groups from the latest back until it has enough, which it would not do above
 * a union. Days on which the person was not here are left out.
 */
final class HistorySql {
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
    long[] days = days();
    if (days.length > 0) {
      readMemory();
      for (String table : snapshot.eventTables()) {
        read(table, days);
      }
    }
    List<LoggedEvent> events =
        drafts.events(connection, snapshot).stream().sorted(LATEST_FIRST).toList();
    boolean more = events.size() > history.limit();
    return new History.Page(more ? events.subList(0, history.limit()) : events, more);
  }

  /** Those on which the person was here, up to the page's end. */
  private long[] days() throws SQLException {
    long[] days = PersonDays.read(connection, snapshot, history.project(), numbers, null);
    History.Place before = history.before();
    return before == null
        ? days
        : Arrays.stream(days).takeWhile(day -> day <= before.time()).toArray();
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

  private void read(String table, long[] days) throws SQLException {
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
                PersonDays.within(days),
                before == null ? "true" : isBefore(before),
                wanted);
    Sql.visit(connection, select, drafts::add);
  }

  private static String isBefore(History.Place place) {
    return "(time, \"partition\", \"offset\") < (make_timestamp(%d), %d, %d)"
        .formatted(place.time(), place.partition(), place.offset());
  }
}
