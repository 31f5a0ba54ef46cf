package dev.millrace.load.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What PostgreSQL itself tells of the counter tables. For one thread at a time. */
final class CounterStatistics implements AutoCloseable {
  private static final String TABLES =
      """
      select coalesce(sum(n_tup_upd), 0), coalesce(sum(n_tup_hot_upd), 0),
             coalesce(sum(n_dead_tup), 0), coalesce(sum(autovacuum_count), 0)
      from pg_stat_user_tables
      """;
  private static final String WAL = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')";

  /** Since version 18, PostgreSQL tells what each session has written. */
  private static final String KNOWS_SESSIONS =
      "select case when to_regprocedure('pg_stat_get_backend_wal(integer)') is null then 0 else 1 end";

  private static final String WAL_OF_SESSIONS =
      """
      select session.pid, written.wal_bytes
      from pg_stat_activity session, pg_stat_get_backend_wal(session.pid) written
      where session.datname = current_database()
      """;
  private static final String WAITS =
      """
      select count(*) filter (where wait_event_type = 'Lock'),
             count(*) filter (where wait_event_type = 'LWLock'),
             count(*) filter (where state = 'active')
      from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
      """;

  private final Connection connection;
  private final int updatesAnAction;
  private double firstUpdates = -1;
  private double firstHot;
  private double firstWal;
  private double lastUpdates;
  private double lastWal;
  private double hotShare;
  private double walAnAction;
  private double mostLockWaits;
  private double mostDeadRows;
  private int knowsSessions = -1;
  private final Map<Integer, Double> walOfSession = new HashMap<>();
  private double walOfSessions;

  CounterStatistics(Connection connection, int updatesAnAction) {
    this.connection = connection;
    this.updatesAnAction = updatesAnAction;
  }

  synchronized Map<String, Double> read() {
    Map<String, Double> gauges = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(2);
      double[] tables = row(statement, TABLES, 4);
      double wal = walBytes(statement);
      double[] waits = row(statement, WAITS, 3);
      if (firstUpdates < 0) {
        firstUpdates = tables[0];
        firstHot = tables[1];
        firstWal = wal;
        lastUpdates = tables[0];
        lastWal = wal;
      }
      double updates = tables[0] - firstUpdates;
      if (updates > 0) {
        hotShare = (tables[1] - firstHot) / updates;
        walAnAction = (wal - firstWal) / updates * updatesAnAction;
        gauges.put("postgres.hot.share", hotShare);
      }
      // Sessions report their updates to the statistics now and then, not at once.
      if (tables[0] > lastUpdates) {
        gauges.put(
            "postgres.wal.bytes.per.action",
            (wal - lastWal) / (tables[0] - lastUpdates) * updatesAnAction);
        lastUpdates = tables[0];
        lastWal = wal;
      }
      gauges.put("postgres.dead.rows", tables[2]);
      gauges.put("postgres.autovacuums", tables[3]);
      gauges.put("postgres.lock.waits", waits[0]);
      gauges.put("postgres.latch.waits", waits[1]);
      gauges.put("postgres.active.sessions", waits[2]);
      mostLockWaits = Math.max(mostLockWaits, waits[0]);
      mostDeadRows = Math.max(mostDeadRows, tables[2]);
    } catch (SQLException _) {
      gauges.put("silent", 1.0);
    }
    return gauges;
  }

  /** Written since the first call, by the sessions of this database if they can be told apart. */
  private double walBytes(Statement statement) throws SQLException {
    if (knowsSessions < 0) {
      knowsSessions = (int) row(statement, KNOWS_SESSIONS, 1)[0];
    }
    if (knowsSessions == 0) {
      return row(statement, WAL, 1)[0];
    }
    try (ResultSet rows = statement.executeQuery(WAL_OF_SESSIONS)) {
      while (rows.next()) {
        double bytes = rows.getDouble(2);
        Double before = walOfSession.put(rows.getInt(1), bytes);
        walOfSessions += before == null ? bytes : Math.max(0, bytes - before);
      }
    }
    return walOfSessions;
  }

  synchronized Map<String, String> summary() {
    return Map.of(
        "HOT updates", text("%.1f %%", 100 * hotShare),
        "WAL of", knowsSessions > 0 ? "its own sessions" : "the whole server, bystander included",
        "most dead rows", text("%,.0f", mostDeadRows),
        "WAL", text("%,.0f bytes an action", walAnAction),
        "most sessions waiting for a row's lock", text("%.0f", mostLockWaits));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static double[] row(Statement statement, String sql, int columns) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      double[] values = new double[columns];
      if (result.next()) {
        for (int column = 0; column < columns; column++) {
          values[column] = result.getDouble(column + 1);
        }
      }
      return values;
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // Closed all the same.
    }
  }
}
