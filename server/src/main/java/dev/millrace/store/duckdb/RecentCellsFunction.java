package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import dev.millrace.store.duckdb.RecentTables.RecentCell;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/**
 * The table function {@code recent_cells(ticket)}: the keys, counts and numbers of the reading's
 * cells, each with its place in the reading instead of its people and percentiles, which have no
 * way through here.
 */
final class RecentCellsFunction
    implements DuckDBTableFunction<List<RecentCell>, AtomicInteger, Object> {
  private static final int FIRST_BY = 2;
  private static final int COUNT = FIRST_BY + View.MAX_BY;
  private static final int PLACE = COUNT + 1;
  private static final int FIRST_NUMBERS = PLACE + 1;

  private final RecentTables tables;

  RecentCellsFunction(RecentTables tables) {
    this.tables = tables;
  }

  @Override
  public List<RecentCell> bind(DuckDBTableFunctionBindInfo info) throws Exception {
    info.addResultColumn("project", DuckDBColumnType.VARCHAR);
    info.addResultColumn("bucket_us", DuckDBColumnType.BIGINT);
    for (int i = 0; i < View.MAX_BY; i++) {
      info.addResultColumn("by" + i, DuckDBColumnType.VARCHAR);
    }
    info.addResultColumn("count", DuckDBColumnType.BIGINT);
    info.addResultColumn("place", DuckDBColumnType.INTEGER);
    for (int i = 0; i < View.MAX_NUMBERS; i++) {
      info.addResultColumn("n" + i, DuckDBColumnType.BIGINT);
      info.addResultColumn("sum" + i, DuckDBColumnType.DOUBLE);
      info.addResultColumn("least" + i, DuckDBColumnType.DOUBLE);
      info.addResultColumn("most" + i, DuckDBColumnType.DOUBLE);
    }
    List<RecentCell> cells = tables.readings().get(info.getParameter(0).getLong()).cells();
    info.setCardinality(cells.size(), true);
    return cells;
  }

  @Override
  public AtomicInteger init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return new AtomicInteger();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer) {
    List<RecentCell> all = info.getBindData();
    AtomicInteger next = info.getInitData();
    int first = next.get();
    int rows = (int) Math.min(writer.capacity(), all.size() - first);
    if (rows == 0) {
      return 0;
    }
    byte[] @Nullable [] projects = new byte[rows][];
    for (int row = 0; row < rows; row++) {
      RecentCell cell = all.get(first + row);
      projects[row] = cell.key().project().getBytes(StandardCharsets.UTF_8);
      writer.vector(1).setLong(row, cell.key().bucket());
      writer.vector(COUNT).setLong(row, cell.cell().count());
      writer.vector(PLACE).setInt(row, first + row);
      writeNumbers(cell.cell(), writer, row);
    }
    writer.vector(0).setStringUtf8Batch(0, projects);
    for (int by = 0; by < View.MAX_BY; by++) {
      byte[] @Nullable [] texts = new byte[rows][];
      for (int row = 0; row < rows; row++) {
        List<@Nullable String> values = all.get(first + row).key().by();
        String value = by < values.size() ? values.get(by) : null;
        texts[row] = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
      }
      writer.vector(FIRST_BY + by).setStringUtf8Batch(0, texts);
    }
    next.set(first + rows);
    return rows;
  }

  /** What a view has no numbers of is nobody's to read. */
  private static void writeNumbers(ViewCell cell, DuckDBDataChunkWriter writer, int row) {
    int column = FIRST_NUMBERS;
    for (NumberCell numbers : cell.numbers()) {
      writer.vector(column++).setLong(row, numbers.numbers());
      writer.vector(column++).setDouble(row, numbers.sum());
      writer.vector(column++).setDouble(row, numbers.least());
      writer.vector(column++).setDouble(row, numbers.most());
    }
  }
}
