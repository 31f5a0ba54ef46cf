package dev.millrace.store.duckdb;

import java.util.HashMap;
import java.util.Map;

/** Cells of a view by their keys, of one generation or one day, within limits of memory. */
final class CollectedCells {
  /** How many there may be, which bounds memory. */
  static final int LIMIT = 200_000;

  /** What their different values may take of memory, bytes: 8,192 sketches, or more small sets. */
  static final long MAX_DISTINCT_BYTES = 32L << 20;

  private final Map<ViewKey, ViewCell> cells = new HashMap<>();
  private final int limit;
  private long distinctBytes;

  CollectedCells() {
    this(LIMIT);
  }

  /**
   * @param limit how many there may be
   */
  CollectedCells(int limit) {
    this.limit = limit;
  }

  /** More cells than there may be, or more in them. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    private TooMany(String problem) {
      super(problem);
    }
  }

  /**
   * Adds a cell, which is the collection's from now on.
   *
   * @throws TooMany if it is one too many, or too large
   */
  void add(ViewKey key, ViewCell cell) {
    ViewCell before = cells.putIfAbsent(key, cell);
    if (before != null) {
      distinctBytes -= before.distinctBytes();
      before.add(cell);
      distinctBytes += before.distinctBytes();
    } else if (cells.size() > limit) {
      throw new TooMany("more than " + limit + " combinations of values; break down by less");
    } else {
      distinctBytes += cell.distinctBytes();
    }
    if (distinctBytes > MAX_DISTINCT_BYTES) {
      throw new TooMany(
          "different values take more than %d MiB; break down by less"
              .formatted(MAX_DISTINCT_BYTES >> 20));
    }
  }

  Map<ViewKey, ViewCell> byKey() {
    return cells;
  }
}
