package dev.millrace.store.duckdb;

import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads one person's events backwards in time, some of the days on which they were here at once:
 * the engine skips what lies outside of these.
 */
final class HistorySql {
  /** At most so many times as many days are read at once as all before. */
  private static final int GROWTH = 4;

  private HistorySql() {}

  static History.Page read(Connection connection, ReadSnapshot snapshot, History history)
      throws SQLException {
    EventDrafts drafts = new EventDrafts();
    List<Integer> numbers = snapshot.numbers(history.project(), List.of(history.user()));
    long[] days = PersonDays.read(connection, snapshot, history.project(), numbers, null);
    History.Place before = history.before();
    int end = before == null ? days.length : upTo(days, before.time());
    int all = end;
    int wanted = history.limit() + 1;
    while (drafts.size() < wanted && end > 0) {
      int start = Math.max(0, end - next(all - end, drafts.size(), wanted));
      read(connection, snapshot, history, Arrays.copyOfRange(days, start, end), wanted, drafts);
      end = start;
    }
    List<LoggedEvent> events = drafts.events(connection, snapshot);
    boolean more = events.size() > history.limit();
    return new History.Page(List.copyOf(more ? events.subList(0, history.limit()) : events), more);
  }

  /** How many of the days begin by then. */
  private static int upTo(long[] days, long time) {
    int found = Arrays.binarySearch(days, time);
    return found < 0 ? -found - 1 : found + 1;
  }

  /** As many days as should hold the missing events and half as many again. */
  private static int next(int read, int found, int wanted) {
    double needed = 1.5 * read * (wanted - found) / Math.max(found, 1);
    return (int) Math.max(1, Math.min(Math.ceil(needed), (double) GROWTH * read));
  }

  private static void read(
      Connection connection,
      ReadSnapshot snapshot,
      History history,
      long[] days,
      int wanted,
      EventDrafts drafts)
      throws SQLException {
    EventSql sql = new EventSql(snapshot, false);
    List<String> tests = new ArrayList<>();
    tests.add(sql.project(history.project()));
    tests.add(PersonDays.within(sql, days));
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
}
