package dev.millrace.store.duckdb;

import dev.millrace.store.Trend;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.ViewCells.Condition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.BiConsumer;

/** Adds up the file's events for a view, in slices of time that fit into memory. */
final class FileCounting {
  /** Events that are added up at once. */
  private static final long SLICE_EVENTS = 4_000_000;

  private final Connection connection;
  private final RecentTables tables;

  FileCounting(Connection connection, RecentTables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /** How many events have a time from the first to before the second, microseconds. */
  long events(long from, long to) throws SQLException {
    return Sql.number(
        connection, "select count(*) from main.all_events where " + Sql.between("time", from, to));
  }

  /**
   * The cells of a range of time; outside of a transaction, since it may have to try twice.
   *
   * @param events how many there are in the range
   * @throws CollectedCells.TooMany if there are more than a view may have
   */
  Map<ViewKey, ViewCell> count(View view, long from, long to, long events) throws SQLException {
    CollectedCells cells = new CollectedCells();
    long width = width(from, to, events);
    for (long start = from; start < to; start += width) {
      countSlice(view, start, Math.min(to, start + width)).byKey().forEach(cells::add);
    }
    return cells.byKey();
  }

  private CollectedCells countSlice(View view, long from, long to) throws SQLException {
    CollectedCells cells = new CollectedCells();
    try {
      visit(view, from, to, false, Condition.NONE, cells::add);
      return cells;
    } catch (SQLException e) {
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
    }
    CollectedCells again = new CollectedCells();
    visit(view, from, to, true, Condition.NONE, again::add);
    return again;
  }

  /** As above, in a transaction, which a statement that fails would end. */
  Map<ViewKey, ViewCell> countInTransaction(View view, long from, long to) throws SQLException {
    return countInTransaction(view, from, to, events(from, to), Condition.NONE);
  }

  private Map<ViewKey, ViewCell> countInTransaction(
      View view, long from, long to, long events, Condition condition) throws SQLException {
    CollectedCells cells = new CollectedCells();
    long width = width(from, to, events);
    for (long start = from; start < to; start += width) {
      visit(view, start, Math.min(to, start + width), true, condition, cells::add);
    }
    return cells.byKey();
  }

  /** The cells that some events of a range of time are in. */
  TouchedCells touched(View view, long from, long to, String events) throws SQLException {
    try (ReadSnapshot file = ReadSnapshot.ofFile(tables)) {
      return ViewCells.touched(
          connection,
          new ViewCells(view, file, true),
          file.events()::fromFile,
          from,
          to,
          _ -> events);
    }
  }

  /**
   * These cells of a range of time, in a transaction.
   *
   * @param events how many there are in the range
   * @param but events that do not count
   */
  Map<ViewKey, ViewCell> countInTransaction(
      View view, long from, long to, long events, TouchedCells touched, String but)
      throws SQLException {
    return countInTransaction(
        view,
        from,
        to,
        events,
        key -> touched.areNear() + " and " + touched.have(key) + " and not (" + but + ")");
  }

  private static long width(long from, long to, long events) {
    long slices = events / SLICE_EVENTS + 1;
    return ViewRows.quarter((to - from) / slices - 1) + Trend.GRAIN;
  }

  private void visit(
      View view,
      long from,
      long to,
      boolean careful,
      Condition condition,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    try (ReadSnapshot file = ReadSnapshot.ofFile(tables)) {
      ViewCells.visit(
          connection,
          new ViewCells(view, file, careful),
          file.events()::fromFile,
          from,
          to,
          condition,
          visitor);
    }
  }
}
