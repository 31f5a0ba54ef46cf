package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A generation's events added up for a view. Nothing is done while events are appended; whoever
 * asks adds up what has come since somebody asked last, in whole chunks, and the rest for himself.
 */
final class RecentCells {
  private final View view;
  private final Map<ViewKey, ViewCell> cells = new HashMap<>();
  private int chunksCounted;

  RecentCells(View view) {
    this.view = view;
  }

  /**
   * Visits cells of at least the given rows that have a time before {@code until}, microseconds; of
   * later quarters of an hour there may be cells or not. The cells are the visitor's to keep; a key
   * may come several times. No other visitor runs meanwhile.
   */
  synchronized void visit(
      Connection connection,
      RecentTables tables,
      Generation.View rows,
      long until,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    int whole = rows.rows() / RecentChunk.ROWS;
    if (chunksCounted < whole) {
      Generation.View more = rows.part(chunksCounted, whole);
      count(view, connection, tables, more, ViewRows.EARLIEST, ViewRows.LATEST, this::keep);
      chunksCounted = whole;
    }
    long quarter = ViewRows.quarter(until);
    boolean mixed =
        until > quarter
            && cells.entrySet().stream()
                .anyMatch(
                    cell -> cell.getKey().bucket() == quarter && cell.getValue().latest() >= until);
    cells.forEach((key, cell) -> {
      if (!mixed || key.bucket() != quarter) {
        ViewCell copy = new ViewCell(view);
        copy.add(cell);
        visitor.accept(key, copy);
      }
    });
    if (mixed) {
      count(view, connection, tables, rows.within(quarter, until), quarter, until, visitor);
    }
    if (chunksCounted == whole && rows.chunkCount() > whole) {
      Generation.View rest = rows.part(whole, rows.chunkCount());
      count(view, connection, tables, rest, ViewRows.EARLIEST, mixed ? quarter : until, visitor);
    }
  }

  private void keep(ViewKey key, ViewCell cell) {
    ViewCell before = cells.putIfAbsent(key, cell);
    if (before != null) {
      before.add(cell);
    }
  }

  /** Visits cells of events with a time from the first to before the second, microseconds. */
  static void count(
      View view,
      Connection connection,
      RecentTables tables,
      Generation.View rows,
      long from,
      long to,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    Map<ViewKey, ViewCell> counted = RecentCounting.count(view, rows, from, to, ViewRows::quarter);
    if (counted != null) {
      counted.forEach(visitor);
      return;
    }
    try (ReadSnapshot snapshot = ReadSnapshot.ofMemory(tables, rows)) {
      ViewCells.visit(
          connection,
          new ViewCells(view, snapshot, true),
          snapshot.events()::fromMemory,
          from,
          to,
          ViewCells.Condition.NONE,
          visitor);
    }
  }
}
