package dev.millrace.store.duckdb;

import dev.millrace.store.Every;
import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads one person's events backwards in time, window by window: the engine skips what lies outside
 * of a window, and most people who are looked up were here lately.
 */
final class HistorySql {
  private static final long FIRST_WINDOW = Every.DAY.micros();

  /** The next window is at most so many times as long as all before it. */
  private static final int WINDOW_GROWTH = 4;

  private HistorySql() {}

  static History.Page read(Connection connection, ReadSnapshot snapshot, History history)
      throws SQLException {
    EventDrafts drafts = new EventDrafts();
    long[] range = range(connection, snapshot);
    History.Place before = history.before();
    long last = before == null ? range[1] : Math.min(range[1], before.time());
    long end = last + 1;
    long window = FIRST_WINDOW;
    int wanted = history.limit() + 1;
    while (drafts.size() < wanted && end > range[0]) {
      long start = Math.max(range[0], end - window);
      read(connection, snapshot, history, start, end, wanted, drafts);
      end = start;
      window = window(last - end + 1, drafts.size(), wanted);
    }
    List<LoggedEvent> events = drafts.events(connection, snapshot);
    boolean more = events.size() > history.limit();
    return new History.Page(List.copyOf(more ? events.subList(0, history.limit()) : events), more);
  }

  /** As much time as should hold the missing events and half as many again. */
  private static long window(long read, int found, int wanted) {
    double needed = 1.5 * read * (wanted - found) / Math.max(found, 1);
    return (long) Math.max(FIRST_WINDOW, Math.min(needed, (double) WINDOW_GROWTH * read));
  }

  private static void read(
      Connection connection,
      ReadSnapshot snapshot,
      History history,
      long start,
      long end,
      int wanted,
      EventDrafts drafts)
      throws SQLException {
    EventSql sql = new EventSql(snapshot, false);
    List<String> tests = new ArrayList<>();
    tests.add(sql.project(history.project()));
    tests.add(sql.between(start, end));
    tests.add(sql.isPerson(history.project(), List.of(history.user())));
    History.Place before = history.before();
    if (before != null) {
      tests.add(
          "(time, \"partition\", \"offset\") < ("
              + sql.values().bindTime(before.time())
              + ", "
              + sql.values().bind((long) before.partition())
              + "::integer, "
              + sql.values().bind(before.offset())
              + "::bigint)");
    }
    String select =
        "select * from "
            + sql.events(List.of(EventDrafts.FIELDS), tests)
            + " fields("
            + IntStream.rangeClosed(1, 14)
                .mapToObj(i -> "field" + i)
                .collect(Collectors.joining(", "))
            + ") order by field8 desc, field13 desc, field14 desc limit "
            + (wanted - drafts.size());
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      sql.values().applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          drafts.add(rows);
        }
      }
    }
  }

  /**
   * Times that no event is before or after, microseconds. The built-in view has them at hand; the
   * engine would read the times of all events.
   */
  private static long[] range(Connection connection, ReadSnapshot snapshot) throws SQLException {
    StoredView activity = snapshot.complete(connection, View.ACTIVITY);
    String select =
        activity == null
            ? "select epoch_us(min(time)), epoch_us(max(time)) from main.all_events"
            : "select epoch_us(min(bucket)), epoch_us(max(latest))" + ViewRows.daysOf(activity);
    long[] range = snapshot.rangeInMemory();
    Sql.visit(
        connection,
        select,
        row -> {
          if (row.getObject(1) != null) {
            range[0] = Math.min(range[0], row.getLong(1));
            range[1] = Math.max(range[1], row.getLong(2));
          }
        });
    return range;
  }
}
