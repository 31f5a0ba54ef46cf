package dev.millrace.store.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Reads numbers quickly first, and if a property turns out to hold more than numbers, again in the
 * way that never fails; see {@link TrendProperties}.
 */
final class Careful {
  /** What reads with SQL that it gets made, afresh for each statement. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Supplier<EventSql> sql) throws SQLException;
  }

  private Careful() {}

  /**
   * Runs in the transaction of the snapshot, or the second time in a new one: the engine gives up
   * the transaction of a failed statement.
   */
  static <T> T read(Connection connection, ReadSnapshot snapshot, Reading<T> reading)
      throws SQLException {
    try {
      return reading.read(() -> new EventSql(snapshot, false));
    } catch (SQLException e) {
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
      snapshot.renew(connection);
      return reading.read(() -> new EventSql(snapshot, true));
    }
  }
}
