package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.RecentTables.ActivityRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * The table function {@code recent_activity(ticket)}: the reading's rows of activity, each with its
 * place in the reading instead of the set of people, which has no way through here.
 */
final class RecentActivityFunction
    implements DuckDBTableFunction<List<ActivityRow>, AtomicInteger, Object> {
  private final RecentTables tables;

  RecentActivityFunction(RecentTables tables) {
    this.tables = tables;
  }

  @Override
  public List<ActivityRow> bind(DuckDBTableFunctionBindInfo info) throws Exception {
    info.addResultColumn("project", DuckDBColumnType.VARCHAR);
    info.addResultColumn("bucket_us", DuckDBColumnType.BIGINT);
    info.addResultColumn("name", DuckDBColumnType.VARCHAR);
    info.addResultColumn("count", DuckDBColumnType.BIGINT);
    info.addResultColumn("place", DuckDBColumnType.INTEGER);
    List<ActivityRow> rows = tables.reading(info.getParameter(0).getLong()).activity();
    info.setCardinality(rows.size(), true);
    return rows;
  }

  @Override
  public AtomicInteger init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return new AtomicInteger();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer) {
    List<ActivityRow> all = info.getBindData();
    AtomicInteger next = info.getInitData();
    int first = next.get();
    int rows = (int) Math.min(writer.capacity(), all.size() - first);
    byte[][] projects = new byte[rows][];
    byte[][] names = new byte[rows][];
    for (int row = 0; row < rows; row++) {
      ActivityRow activity = all.get(first + row);
      projects[row] = activity.key().project().getBytes(StandardCharsets.UTF_8);
      writer.vector(1).setLong(row, activity.key().bucket());
      names[row] = activity.key().name().getBytes(StandardCharsets.UTF_8);
      writer.vector(3).setLong(row, activity.count());
      writer.vector(4).setInt(row, first + row);
    }
    if (rows > 0) {
      writer.vector(0).setStringUtf8Batch(0, projects);
      writer.vector(2).setStringUtf8Batch(0, names);
    }
    next.set(first + rows);
    return rows;
  }
}
