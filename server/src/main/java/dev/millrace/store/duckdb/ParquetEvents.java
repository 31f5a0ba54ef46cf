package dev.millrace.store.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Reads Parquet files of an export with an engine of its own, in memory. */
public final class ParquetEvents {
  private static final String COPY =
      """
      copy (
        select
          id, event, "user", anonymous,
          strftime(time at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as time,
          strftime(sent at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as sent,
          properties::json as properties,
          context::json as context
        from read_parquet({parquet}))
      to {lines} (format json)
      """;

  private ParquetEvents() {}

  /**
   * Writes a file's events as lines of JSON.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  public static void toLines(Path parquet, Path lines) {
    String sql =
        COPY.replace("{parquet}", Sql.quoted(parquet.toString()))
            .replace("{lines}", Sql.quoted(lines.toString()));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      Sql.execute(connection, sql);
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          parquet + " is no Parquet file of an export: " + DuckDbFaults.line(e), e);
    }
  }
}
