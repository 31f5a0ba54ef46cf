package dev.millrace.store.duckdb;

import dev.millrace.store.Erased;
import dev.millrace.store.EventStore.IdentityVisitor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What the file keeps of erased events, in tables that {@link Erasing} fills. */
final class ErasedEvents {
  private static final List<String> TABLES =
      List.of(
          // What is left of erased events: the time that retries are looked up by, in one of two.
          "create table if not exists main.erased"
              + " (fingerprint bigint, sent timestamp, received timestamp)",
          // What was done for each erasure in each partition.
          "create table if not exists main.erasures (id varchar, \"partition\" integer,"
              + " \"offset\" bigint, events bigint, received timestamp)",
          // Devices of events that an erasure which has not ended has erased.
          "create table if not exists main.erased_devices (id varchar, number integer)");

  private ErasedEvents() {}

  /** Makes the tables if the file has none. */
  static void prepare(Connection connection) throws SQLException {
    long found =
        Sql.number(
            connection,
            """
            select count(*) from duckdb_tables()
            where database_name = current_database() and table_name in ('erased', 'erasures', 'erased_devices')
            """);
    if (found == TABLES.size()) {
      return;
    }
    for (String sql : TABLES) {
      Sql.execute(connection, sql);
    }
    Sql.execute(connection, "checkpoint");
  }

  static Erased.Count read(Connection connection, Erased erased) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select coalesce(sum(events), 0)::bigint from main.erasures where id = ?")) {
      statement.setString(1, erased.erasure());
      try (ResultSet row = statement.executeQuery()) {
        return new Erased.Count(row.next() ? row.getLong(1) : 0);
      }
    }
  }

  /**
   * Visits what is left of erased events.
   *
   * @param hasSent whether by the client's time, else by the time of receipt
   */
  static void visitErased(
      Connection connection, boolean hasSent, long from, long to, IdentityVisitor visitor)
      throws SQLException {
    String time = hasSent ? "sent" : "received";
    String select =
        "select fingerprint, epoch_us(%1$s) from main.erased where %1$s >= make_timestamp(?::bigint)"
            + " and %1$s < make_timestamp(?::bigint)";
    try (PreparedStatement statement = connection.prepareStatement(select.formatted(time))) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          visitor.visitErased(rows.getLong(1), rows.getLong(2));
        }
      }
    }
  }
}
