package dev.millrace.store.duckdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What readers have seen of the file's views: their versions, and rows that have been asked for, as
 * cells. A row in the file gets an id that no other row has had, and a change of the versions a
 * number, so nothing here is ever out of date. Cells are shared: they are to be read only.
 */
final class KeptViews {
  /** What a cell takes besides what is in it, bytes. */
  private static final int CELL_BYTES = 450;

  private final Cache<Long, Kept> cells;

  private volatile Versions versions = new Versions(-1, List.of());

  private record Kept(ViewCell cell, int bytes) {}

  private record Versions(long change, List<StoredView> all) {}

  /**
   * @param bytes of memory, about, beyond which the cells that are asked for least leave
   */
  KeptViews(long bytes) {
    this.cells =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Long _, Kept kept) -> kept.bytes)
            .executor(Runnable::run)
            .build();
  }

  /**
   * The version of exactly this view that has all events, as the transaction sees it.
   *
   * @param change the number of the last change of the file that the transaction sees
   */
  @Nullable StoredView complete(Connection connection, long change, View view) throws SQLException {
    Versions known = versions;
    if (known.change != change) {
      known = new Versions(change, ViewVersions.read(connection));
      versions = known;
    }
    for (StoredView version : known.all) {
      if (version.isComplete() && version.view().equals(view)) {
        return version;
      }
    }
    return null;
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
