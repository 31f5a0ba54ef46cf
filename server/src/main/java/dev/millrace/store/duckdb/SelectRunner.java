package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Select;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers one statement from outside: has the engine parse it, has the tree checked and rewritten,
 * prints it, makes sure that the print reads as it should, and runs that with the project's
 * relations in front. Rows are read as the engine finds them.
 */
final class SelectRunner {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long WATCH_MILLIS = 20;

  private final Select select;
  private final EngineMemory memory;
  private final DuckDbConfig config;
  private final ScheduledExecutorService timer;
  private volatile @Nullable MillraceException exceeded;

  SelectRunner(
      Select select, EngineMemory memory, DuckDbConfig config, ScheduledExecutorService timer) {
    this.select = select;
    this.memory = memory;
    this.config = config;
    this.timer = timer;
  }

  /** Returns the number of rows. */
  Long run(Connection connection, ReadSnapshot snapshot) throws SQLException {
    try {
      JsonNode tree = parse(connection, select.text());
      Set<String> tables = SelectTables.names(config.views());
      SelectCheck.Reads reads = SelectCheck.rewrite(tree, tables);
      String text = print(connection, tree);
      SelectCheck.requireRewritten(parse(connection, text), tables);
      String with =
          SelectTables.with(connection, snapshot, config.views(), select.project(), reads);
      SelectColumns columns = columns(connection, with + text(text, "*", ""));
      return switch (select.output()) {
        case Select.Rows rows -> toRows(connection, columns, with, text, rows);
        case Select.Parquet parquet -> toFile(connection, columns, with, text, parquet);
      };
    } catch (SQLException e) {
      MillraceException reason = exceeded;
      if (reason != null) {
        throw reason;
      }
      throw SelectFaults.of(e);
    }
  }

  private String text(String statement, String columns, String aliases) {
    return "select "
        + columns
        + " from (\n"
        + statement
        + "\n) as answer"
        + aliases
        + " limit "
        + (select.limits().rows() + 1);
  }

  private static JsonNode parse(Connection connection, String text) throws SQLException {
    JsonNode tree;
    try {
      tree = JSON.readTree(call(connection, "select json_serialize_sql(?::varchar)", text));
    } catch (JacksonException e) {
      // Its reader has a limit on nesting; the engine's is on its own stack.
      throw SelectCheck.refused("so deep a nesting", null);
    }
    if (tree.path("error").asBoolean(true)) {
      throw SelectFaults.ofParser(tree, text);
    }
    return tree;
  }

  private static String print(Connection connection, JsonNode tree) throws SQLException {
    return call(connection, "select json_deserialize_sql(?::json)", JSON.writeValueAsString(tree));
  }

  private static String call(Connection connection, String sql, String argument)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("no row from " + sql);
        }
        return row.getString(1);
      }
    }
  }

  private static SelectColumns columns(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return SelectColumns.of(statement.getMetaData());
    }
  }

  private Long toRows(
      Connection connection, SelectColumns columns, String with, String text, Select.Rows rows)
      throws SQLException {
    String sql = with + text(text, columns.forRows(), "(" + columns.aliases() + ")");
    try (DuckDBPreparedStatement statement = prepare(connection, sql);
        Watch _ = watch(statement, null);
        DuckDBChunkedResult result = statement.query()) {
      rows.columns(columns.columns());
      int width = columns.columns().size();
      long count = 0;
      while (result.nextChunk()) {
        DuckDBDataChunkReader chunk = result.chunk();
        for (long row = 0; row < chunk.rowCount(); row++) {
          if (++count > select.limits().rows()) {
            throw tooManyRows();
          }
          @Nullable Object[] values = new Object[width];
          for (int column = 0; column < width; column++) {
            values[column] = columns.read(column, chunk.vector(column), row);
          }
          rows.row(values);
        }
        requireGoingOn(connection);
      }
      return count;
    }
  }

  private Long toFile(
      Connection connection, SelectColumns columns, String with, String text, Select.Parquet output)
      throws SQLException {
    Path file = config.answers().resolve(UUID.randomUUID() + ".parquet");
    String sql =
        "copy (\n"
            + with
            + text(text, columns.forFile(), "(" + columns.aliases() + ")")
            + "\n) to "
            + Sql.quoted(file.toString())
            + " (format parquet, compression zstd)";
    try (DuckDBPreparedStatement statement = prepare(connection, sql);
        Watch _ = watch(statement, file)) {
      long count = statement.executeLargeUpdate();
      if (count > select.limits().rows()) {
        throw tooManyRows();
      }
      output.file(file);
      return count;
    } finally {
      delete(file);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private static DuckDBPreparedStatement prepare(Connection connection, String sql)
      throws SQLException {
    return (DuckDBPreparedStatement) connection.prepareStatement(sql);
  }

  /** A cancel that comes while rows are read is not noticed by the engine. */
  private void requireGoingOn(Connection connection) throws SQLException {
    MillraceException reason = exceeded;
    if (reason != null) {
      throw reason;
    }
    // Throws when the time is over.
    connection.getMetaData();
  }

  private MillraceException tooManyRows() {
    return new MillraceException(
        Fault.TOO_MANY_ROWS,
        "the answer has more than " + select.limits().rows() + " rows",
        "aggregate, filter, or end the statement with a limit; sql.max-rows sets what is allowed",
        null);
  }

  /** Ends with the statement. */
  private interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Looks at what the statement takes, from time to time, and cancels it if that is too much. */
  private Watch watch(DuckDBPreparedStatement statement, @Nullable Path file) {
    Future<?> watching =
        timer.scheduleWithFixedDelay(
            () -> look(statement, file), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    return () -> watching.cancel(false);
  }

  private void look(DuckDBPreparedStatement statement, @Nullable Path file) {
    try {
      if (exceeded == null && memory.used() > select.limits().memoryBytes()) {
        exceeded = SelectFaults.tooMuchMemory();
      }
      if (exceeded == null && file != null && size(file) > select.limits().fileBytes()) {
        exceeded = SelectFaults.tooLargeFile(select.limits().fileBytes());
      }
      if (exceeded != null) {
        statement.cancel();
      }
    } catch (SQLException _) {
      // The statement or the engine has just been closed.
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException _) {
      return 0;
    }
  }
}
