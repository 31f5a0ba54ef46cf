package dev.millrace.store.duckdb;

import java.util.HashMap;
import java.util.Map;

/** Cells of a view by their keys, of one generation or one day. */
final class CollectedCells {
  /** How many there may be, which bounds memory. */
  static final int LIMIT = 200_000;

  private final Map<ViewKey, ViewCell> cells = new HashMap<>();

  /** More cells than there may be. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Adds a cell, which is the collection's from now on.
   *
   * @throws TooMany if it is one too many
   */
  void add(ViewKey key, ViewCell cell) {
    ViewCell before = cells.putIfAbsent(key, cell);
    if (before != null) {
      before.add(cell);
    } else if (cells.size() > LIMIT) {
      throw new TooMany();
    }
  }

  Map<ViewKey, ViewCell> byKey() {
    return cells;
  }
}
