package dev.millrace.store.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The cells of a view's rows in the file: those that are kept at once, the others read together.
 * The engine decompresses 2,048 sets of people to get at one, so rows are best read once.
 */
final class WantedRows {
  private final Connection connection;
  private final KeptViews kept;
  private final StoredView version;
  private final BiConsumer<ViewCell, ViewCell> adding;
  private final Map<Long, ViewCell> missing = new HashMap<>();

  /** Days that the missing rows are of, by minutes. */
  private final Map<Integer, SortedSet<Long>> days = new TreeMap<>();

  /**
   * @param adding adds a row's cell, the second, to the one that wants it; the row's is shared
   */
  WantedRows(
      Connection connection,
      KeptViews kept,
      StoredView version,
      BiConsumer<ViewCell, ViewCell> adding) {
    this.connection = connection;
    this.kept = kept;
    this.version = version;
    this.adding = adding;
  }

  void add(ViewCell to, long id, int minutes, long bucket) {
    ViewCell row = kept.find(id);
    if (row != null) {
      adding.accept(to, row);
    } else {
      missing.put(id, to);
      days.computeIfAbsent(minutes, _ -> new TreeSet<>()).add(ViewRows.day(bucket));
    }
  }

  /** Adds those that were not kept. */
  void addMissing() throws SQLException {
    for (Map.Entry<Integer, SortedSet<Long>> level : days.entrySet()) {
      if (Math.abs(level.getKey()) == ViewRows.DAY) {
        read(level.getKey(), level.getValue().first(), level.getValue().last());
      } else {
        // A day at a time, which bounds memory.
        for (long day : level.getValue()) {
          read(level.getKey(), day, day);
        }
      }
    }
  }

  private void read(int minutes, long firstDay, long lastDay) throws SQLException {
    String sql =
        "select id, \"count\", people, numbers"
            + ViewRows.from(version)
            + " and "
            + ViewRows.minutesAre(minutes)
            + " and "
            + ViewRows.between(firstDay, lastDay + ViewRows.DAY_MICROS);
    Sql.visit(
        connection,
        sql,
        row -> {
          long id = row.getLong(1);
          ViewCell to = missing.remove(id);
          if (to != null) {
            ViewCell cell = new ViewCell(version.view());
            cell.addEvents(row.getLong(2));
            int bytes = cell.addStates(row.getBytes(3), row.getBytes(4));
            kept.keep(id, cell, bytes);
            adding.accept(to, cell);
          }
        });
  }
}
