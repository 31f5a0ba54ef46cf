package dev.millrace.store.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Single statements and transactions, on a connection that commits by itself otherwise. Each gets a
 * statement object of its own, because the driver closes one that has failed.
 */
final class Sql {
  private Sql() {}

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number in the first row's first column. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException("no row from " + sql);
      }
      return rows.getLong(1);
    }
  }

  static void visit(Connection connection, String sql, RowVisitor visitor) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        visitor.visit(rows);
      }
    }
  }

  /** Does all of the work or nothing. */
  static void inTransaction(Connection connection, Work work) throws SQLException {
    execute(connection, "begin transaction");
    try {
      work.run();
      execute(connection, "commit");
    } catch (SQLException | RuntimeException e) {
      try {
        execute(connection, "rollback");
      } catch (SQLException rollback) {
        // After a failed commit there is nothing left to roll back.
        e.addSuppressed(rollback);
      }
      throw e;
    }
  }

  /** Whether a time is from the first to before the second microsecond. */
  static String between(String time, long from, long to) {
    return "%1$s >= make_timestamp(%2$d::bigint) and %1$s < make_timestamp(%3$d::bigint)"
        .formatted(time, from, to);
  }

  /** A text as the engine's SQL writes it. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name as the engine's SQL writes it. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Receives a row. */
  @FunctionalInterface
  interface RowVisitor {
    void visit(ResultSet row) throws SQLException;
  }

  /** What a transaction does. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }
}
