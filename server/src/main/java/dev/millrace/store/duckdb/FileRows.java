package dev.millrace.store.duckdb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the file has of a view for a question. */
record FileRows(List<FileRow> rows) implements KeptResults.Result {
  /** What a row takes of the heap, about. */
  private static final int ROW_BYTES = 160;

  FileRows {
    rows = List.copyOf(rows);
  }

  /**
   * What there is of a group in a slot: a sum of rows, or one row whose cell is to be looked up.
   *
   * @param latest time of the last event, microseconds
   * @param count events of the sum
   * @param rows that were read for it
   * @param id of the one row, with its stretch's minutes and beginning
   */
  record FileRow(
      List<@Nullable String> group,
      int slot,
      long latest,
      long count,
      long rows,
      long id,
      int minutes,
      long bucket) {}

  @Override
  public int bytes() {
    return ROW_BYTES * (1 + rows.size());
  }
}
