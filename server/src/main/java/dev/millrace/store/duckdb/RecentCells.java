package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * Visits cells of at least the given rows, which are the visitor's to keep; a key may come twice.
   * No other visitor runs meanwhile.
   */
  synchronized void visit(
      Connection connection,
      RecentTables tables,
      Generation.View rows,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    int whole = rows.rows() / RecentChunk.ROWS;
    if (chunksCounted < whole) {
      count(connection, tables, rows.part(chunksCounted, whole), this::keep);
      chunksCounted = whole;
    }
    cells.forEach((key, cell) -> {
      ViewCell copy = new ViewCell(view.numbers());
      copy.add(cell);
      visitor.accept(key, copy);
    });
    if (chunksCounted == whole && rows.chunkCount() > whole) {
      count(connection, tables, rows.part(whole, rows.chunkCount()), visitor);
    }
  }

  private void keep(ViewKey key, ViewCell cell) {
    ViewCell before = cells.putIfAbsent(key, cell);
    if (before != null) {
      before.add(cell);
    }
  }

  private void count(
      Connection connection,
      RecentTables tables,
      Generation.View rows,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    if (view.numbers().isEmpty() && view.by().stream().allMatch(Property.NAME::equals)) {
      countNames(rows, visitor);
      return;
    }
    try (ReadSnapshot snapshot = ReadSnapshot.ofMemory(tables, rows)) {
      ViewCells.visit(
          connection,
          new ViewCells(view, snapshot, true),
          snapshot::fromMemory,
          ViewRows.EARLIEST,
          ViewRows.LATEST,
          visitor);
    }
  }

  /** Without the engine, since only the event's own fields are needed. */
  private void countNames(Generation.View rows, BiConsumer<ViewKey, ViewCell> visitor) {
    Set<String> names = Set.copyOf(view.events());
    Map<ViewKey, ViewCell> found = new HashMap<>();
    byte[] project = {};
    byte[] name = {};
    long bucket = Long.MIN_VALUE;
    boolean wanted = false;
    ViewCell cell = new ViewCell(List.of());
    for (int row = 0; row < rows.rows(); row++) {
      RecentChunk chunk = rows.chunk(row / RecentChunk.ROWS);
      int index = row % RecentChunk.ROWS;
      long start = ViewRows.quarter(chunk.times[index]);
      // A generation has one array for each text, so neighbours compare by identity.
      if (start != bucket || chunk.names[index] != name || chunk.projects[index] != project) {
        bucket = start;
        name = chunk.names[index];
        project = chunk.projects[index];
        String text = RecentChunk.text(name);
        wanted = names.isEmpty() || names.contains(text);
        if (wanted) {
          ViewKey key =
              new ViewKey(
                  RecentChunk.text(project), bucket, Collections.nCopies(view.by().size(), text));
          cell = found.computeIfAbsent(key, _ -> new ViewCell(List.of()));
        }
      }
      if (wanted) {
        cell.add(chunk.numbers[index]);
      }
    }
    found.forEach(visitor);
  }
}
