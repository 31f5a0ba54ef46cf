package dev.millrace.store.duckdb;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/**
 * What running statements take of the engine's memory: not the pages of the file that it keeps, for
 * which it makes room by itself. One thread asks at a time.
 */
final class EngineMemory implements AutoCloseable {
  private static final String USED =
      """
      select coalesce(sum(memory_usage_bytes), 0)::bigint from duckdb_memory()
      where tag not in ('BASE_TABLE', 'METADATA', 'IN_MEMORY_TABLE', 'TRANSACTION', 'EXTENSION')
      """;

  private final DuckDBConnection connection;

  EngineMemory(DuckDBConnection connection) {
    this.connection = connection;
  }

  synchronized long used() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(USED);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // The engine goes away with its last connection, and this one only looks at it.
    }
  }
}
