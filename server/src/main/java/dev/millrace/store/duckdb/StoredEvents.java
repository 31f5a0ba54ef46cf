package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.store.EventStore.IdentityVisitor;
import dev.millrace.store.LoggedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads events one by one, as opposed to aggregating them. */
final class StoredEvents {
  /** The engine's range of timestamps, microseconds. */
  private static final long FIRST_TIME = -9_223_372_022_400_000_000L;

  private static final long LAST_TIME = Long.MAX_VALUE - 1;

  /** Rows of the file that are searched first, from its end; the next window is larger. */
  private static final long FIRST_WINDOW = 2L * Layout.ROW_GROUP;

  private static final int WINDOW_GROWTH = 4;

  /** The ranges of plain columns are what the engine prunes by. */
  private static final String BY_SENT =
      """
      select project, coalesce(id_text, id_uuid::varchar), epoch_us(time) - skew
      from %s
      where time >= make_timestamp(?::bigint) and time < make_timestamp(?::bigint)
        and epoch_us(time) - skew >= ? and epoch_us(time) - skew < ?
      union all
      select project, coalesce(id_text, id_uuid::varchar), epoch_us(sent)
      from %s
      where sent >= make_timestamp(?::bigint) and sent < make_timestamp(?::bigint)
      """;

  private static final String WITHOUT_SENT =
      """
      select project, coalesce(id_text, id_uuid::varchar), epoch_us(received)
      from %s
      where received >= make_timestamp(?::bigint) and received < make_timestamp(?::bigint)
        and skew is null and sent is null
      """;

  static final String EVENT_FIELDS =
      """
      project, coalesce(id_text, id_uuid::varchar), name, "user", anonymous,
      epoch_us(time), coalesce(epoch_us(time) - skew, epoch_us(sent)), epoch_us(received),
      coalesce(unparsed, properties::json::varchar), context, "partition", "offset"
      """;

  private StoredEvents() {}

  static void identitiesBySent(
      Connection connection, ReadSnapshot snapshot, long from, long to, IdentityVisitor visitor)
      throws SQLException {
    long first = Math.clamp(from, FIRST_TIME, LAST_TIME);
    long end = Math.clamp(to, FIRST_TIME, LAST_TIME);
    long[] values = {
      Math.max(FIRST_TIME, first - Layout.NEAR_MICROS),
      Math.min(LAST_TIME - Layout.NEAR_MICROS, end) + Layout.NEAR_MICROS,
      first,
      end,
      first,
      end
    };
    identities(connection, snapshot, BY_SENT, values, visitor);
  }

  static void identitiesWithoutSent(
      Connection connection, ReadSnapshot snapshot, long from, long to, IdentityVisitor visitor)
      throws SQLException {
    long[] values = {
      Math.clamp(from, FIRST_TIME, LAST_TIME), Math.clamp(to, FIRST_TIME, LAST_TIME)
    };
    identities(connection, snapshot, WITHOUT_SENT, values, visitor);
  }

  private static void identities(
      Connection connection,
      ReadSnapshot snapshot,
      String select,
      long[] values,
      IdentityVisitor visitor)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("from " + snapshot.fromEvents(select))) {
      int parameter = 1;
      for (int table = 0; table < snapshot.events().size(); table++) {
        for (long value : values) {
          statement.setLong(parameter++, value);
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          visitor.visit(rows.getString(1), rows.getString(2), rows.getLong(3));
        }
      }
    }
  }

  /** The newest events by place, newest first. */
  static List<LoggedEvent> newest(
      Connection connection,
      ReadSnapshot snapshot,
      String project,
      int limit,
      @Nullable String user,
      @Nullable String name)
      throws SQLException {
    List<LoggedEvent> events = new ArrayList<>();
    Wanted wanted = new Wanted(EVENT_FIELDS, project, user, name);
    visitNewest(connection, snapshot, wanted, limit, row -> events.add(event(row)));
    return events;
  }

  /**
   * Visits rows from the newest backwards. Memory comes first; then the file in windows of row
   * numbers, because the engine would sort all of a filtered table to find its last rows.
   */
  static void visitNewest(
      Connection connection, ReadSnapshot snapshot, Wanted wanted, int limit, RowVisitor visitor)
      throws SQLException {
    int left = limit;
    for (String table : snapshot.events().subList(1, snapshot.events().size()).reversed()) {
      left -= visitWindow(connection, table, wanted, 0, Long.MAX_VALUE, left, visitor);
    }
    String file = snapshot.events().getFirst();
    long end = rows(connection, file);
    long window = FIRST_WINDOW;
    while (left > 0 && end > 0) {
      long start = Math.max(0, end - window);
      left -= visitWindow(connection, file, wanted, start, end, left, visitor);
      end = start;
      window *= WINDOW_GROWTH;
    }
  }

  private static int visitWindow(
      Connection connection,
      String table,
      Wanted wanted,
      long start,
      long end,
      int limit,
      RowVisitor visitor)
      throws SQLException {
    if (limit <= 0) {
      return 0;
    }
    String sql =
        "select "
            + wanted.columns()
            + " from "
            + table
            + " where rowid >= ? and rowid < ? and project = ?"
            + (wanted.user() == null ? "" : " and \"user\" = ?")
            + (wanted.name() == null ? "" : " and name = ?")
            + " order by rowid desc limit ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      statement.setLong(parameter++, start);
      statement.setLong(parameter++, end);
      statement.setString(parameter++, wanted.project());
      if (wanted.user() != null) {
        statement.setString(parameter++, wanted.user());
      }
      if (wanted.name() != null) {
        statement.setString(parameter++, wanted.name());
      }
      statement.setInt(parameter, limit);
      int found = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          visitor.visit(rows);
          found++;
        }
      }
      return found;
    }
  }

  private static long rows(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select count(*) from " + table);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** From a row of {@link #EVENT_FIELDS}. */
  static LoggedEvent event(ResultSet row) throws SQLException {
    long sent = row.getLong(7);
    boolean isSent = !row.wasNull();
    Event event =
        new Event(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getLong(6),
            isSent ? sent : Event.NO_TIME,
            row.getLong(8),
            RawJson.of(row.getString(9)),
            json(row.getString(10)));
    return new LoggedEvent(event, row.getInt(11), row.getLong(12));
  }

  private static RawJson json(@Nullable String text) {
    return text == null ? RawJson.EMPTY : RawJson.of(text);
  }

  /**
   * What to look for.
   *
   * @param columns expressions over an event table, never taken from a request
   */
  record Wanted(String columns, String project, @Nullable String user, @Nullable String name) {}

  /** Receives a row. */
  @FunctionalInterface
  interface RowVisitor {
    void visit(ResultSet row) throws SQLException;
  }
}
