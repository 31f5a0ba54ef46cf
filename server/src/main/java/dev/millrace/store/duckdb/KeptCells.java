package dev.millrace.store.duckdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * Rows of views that have been asked for, as cells. What is written into the file gets an id that
 * no other row has had, so what is kept here is never out of date. Cells are shared: they are to be
 * read only.
 */
final class KeptCells {
  /** What a cell takes besides what is in it, bytes. */
  private static final int CELL_BYTES = 300;

  private final Cache<Long, Kept> cells;

  private record Kept(ViewCell cell, int bytes) {}

  /**
   * @param bytes of memory, about, beyond which the cells that are asked for least leave
   */
  KeptCells(long bytes) {
    this.cells =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Long _, Kept kept) -> kept.bytes)
            .executor(Runnable::run)
            .build();
  }

  @Nullable ViewCell find(long id) {
    Kept kept = cells.getIfPresent(id);
    return kept == null ? null : kept.cell;
  }

  /**
   * @param bytes that it takes in the file
   */
  void keep(long id, ViewCell cell, int bytes) {
    cells.put(id, new Kept(cell, CELL_BYTES + bytes));
  }
}
