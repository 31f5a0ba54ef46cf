package dev.millrace.store.duckdb;

import dev.millrace.event.RawJson;
import dev.millrace.store.EventStore.IdentityVisitor;
import dev.millrace.store.LoggedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads events one by one, as opposed to aggregating them. */
final class StoredEvents {
  /** The engine's range of timestamps, microseconds. */
  private static final long FIRST_TIME = -9_223_372_022_400_000_000L;

  private static final long LAST_TIME = Long.MAX_VALUE - 1;

  /** The client's time, microseconds. */
  static final String SENT = "coalesce(epoch_us(time) - skew, epoch_us(sent))";

  /**
   * Events lie in the file as they came, so those on time are found by when that must have been.
   */
  private static final String BY_SENT =
      """
      select project, id_text, id_high, id_low, %1$s
      from main.events
      where received >= make_timestamp($1::bigint) and received <= make_timestamp($2::bigint)
        and %1$s >= $3 and %1$s < $4
      union all
      select project, id_text, id_high, id_low, epoch_us(sent)
      from main.late_events
      where sent >= make_timestamp($3::bigint) and sent < make_timestamp($4::bigint)
      """
          .formatted(SENT);

  private static final String WITHOUT_SENT =
      """
      select project, id_text, id_high, id_low, epoch_us(received)
      from main.all_events
      where received >= make_timestamp(?::bigint) and received < make_timestamp(?::bigint)
        and skew is null and sent is null
      """;

  /**
   * The engine joins the ids with its columns, where to take all of these out would take longer.
   */
  private static final String WITHOUT_SENT_BUT_ID =
      """
      select project, id_text, id_high, id_low, micros
      from (%1$s) stored(project, id_text, id_high, id_low, micros)
      where id_low in (select unnest(?::bigint[])) or id_text in (select unnest(?::varchar[]))
      """
          .formatted(WITHOUT_SENT);

  private StoredEvents() {}

  static void identitiesBySent(
      Connection connection, ReadSnapshot snapshot, long from, long to, IdentityVisitor visitor)
      throws SQLException {
    visitRecent(
        snapshot,
        (chunk, row) -> {
          long sent = chunk.sents[row];
          if (chunk.hasSent(row) && sent >= from && sent < to) {
            visitor.visit(RecentChunk.text(chunk.projects[row]), chunk.id(row), sent);
          }
        });
    long first = Math.clamp(from, FIRST_TIME, LAST_TIME);
    long end = Math.clamp(to, FIRST_TIME, LAST_TIME);
    ErasedEvents.visitErased(connection, true, first, end, visitor);
    identities(connection, BY_SENT, visitor, before(first), after(end), first, end);
  }

  /** Whether the engine has such a timestamp, microseconds. */
  static boolean isTimestamp(long time) {
    return time >= FIRST_TIME && time <= LAST_TIME;
  }

  /** The first and the last time at which an event was received that is not late. */
  static long before(long sent) {
    return Math.max(FIRST_TIME + Layout.NEAR_MICROS, sent) - Layout.NEAR_MICROS;
  }

  static long after(long sent) {
    return Math.min(LAST_TIME - Layout.NEAR_MICROS, sent) + Layout.NEAR_MICROS;
  }

  static void identitiesWithoutSent(
      Connection connection, ReadSnapshot snapshot, long from, long to, IdentityVisitor visitor)
      throws SQLException {
    visitNotInFile(connection, snapshot, from, to, visitor);
    identities(
        connection,
        WITHOUT_SENT,
        visitor,
        Math.clamp(from, FIRST_TIME, LAST_TIME),
        Math.clamp(to, FIRST_TIME, LAST_TIME));
  }

  static void identitiesWithoutSent(
      Connection connection,
      ReadSnapshot snapshot,
      long from,
      long to,
      List<String> ids,
      IdentityVisitor visitor)
      throws SQLException {
    visitNotInFile(connection, snapshot, from, to, visitor);
    List<Long> numbers = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String id : ids) {
      UUID uuid = Ids.uuid(id);
      if (uuid == null) {
        texts.add(id);
      } else {
        numbers.add(uuid.getLeastSignificantBits());
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(WITHOUT_SENT_BUT_ID)) {
      statement.setLong(1, Math.clamp(from, FIRST_TIME, LAST_TIME));
      statement.setLong(2, Math.clamp(to, FIRST_TIME, LAST_TIME));
      statement.setArray(3, connection.createArrayOf("BIGINT", numbers.toArray()));
      statement.setArray(4, connection.createArrayOf("VARCHAR", texts.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        visit(rows, visitor);
      }
    }
  }

  /** Events without a client time that are in memory or erased. */
  private static void visitNotInFile(
      Connection connection, ReadSnapshot snapshot, long from, long to, IdentityVisitor visitor)
      throws SQLException {
    visitRecent(
        snapshot,
        (chunk, row) -> {
          long received = chunk.received[row];
          if (!chunk.hasSent(row) && received >= from && received < to) {
            visitor.visit(RecentChunk.text(chunk.projects[row]), chunk.id(row), received);
          }
        });
    ErasedEvents.visitErased(
        connection,
        false,
        Math.clamp(from, FIRST_TIME, LAST_TIME),
        Math.clamp(to, FIRST_TIME, LAST_TIME),
        visitor);
  }

  private static void identities(
      Connection connection, String select, IdentityVisitor visitor, long... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        visit(rows, visitor);
      }
    }
  }

  /** Rows of project, id and time. */
  static void visit(ResultSet rows, IdentityVisitor visitor) throws SQLException {
    while (rows.next()) {
      visitor.visit(rows.getString(1), id(rows, 2), rows.getLong(5));
    }
  }

  static String id(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null
        ? new UUID(row.getLong(column + 1), row.getLong(column + 2)).toString()
        : text;
  }

  static void visitRecent(ReadSnapshot snapshot, RecentVisitor visitor) {
    for (Generation.View view : snapshot.views()) {
      for (int row = 0; row < view.rows(); row++) {
        visitor.visit(view.chunk(row / RecentChunk.ROWS), row % RecentChunk.ROWS);
      }
    }
  }

  /** The newest events by place, newest first. */
  static List<LoggedEvent> newest(Connection connection, ReadSnapshot snapshot, Wanted wanted)
      throws SQLException {
    int number = number(snapshot, wanted);
    EventDrafts inMemory = new EventDrafts();
    int left = wanted.limit() - visitNewestRecent(snapshot, wanted, number, inMemory::add);
    List<LoggedEvent> newest = new ArrayList<>(inMemory.events(connection, snapshot));
    List<List<LoggedEvent>> inFile = new ArrayList<>();
    for (String table : snapshot.eventTables()) {
      EventDrafts drafts = new EventDrafts();
      visitNewest(
          connection, table, wanted, number, EventDrafts.FIELDS, left, row -> drafts.add(row));
      inFile.add(drafts.events(connection, snapshot));
    }
    newest.addAll(merged(inFile, left));
    return newest;
  }

  /** Lists that are each in the order of their table, newest first, by the time of receipt. */
  private static List<LoggedEvent> merged(List<List<LoggedEvent>> lists, int limit) {
    PriorityQueue<Deque<LoggedEvent>> heads =
        new PriorityQueue<>(Comparator.comparingLong(list -> -list.getFirst().event().received()));
    lists.stream().filter(list -> !list.isEmpty()).map(ArrayDeque::new).forEach(heads::add);
    List<LoggedEvent> merged = new ArrayList<>();
    while (!heads.isEmpty() && merged.size() < limit) {
      Deque<LoggedEvent> newest = heads.remove();
      merged.add(newest.removeFirst());
      if (!newest.isEmpty()) {
        heads.add(newest);
      }
    }
    return merged;
  }

  /**
   * Visits newest events: those in memory, then those of the file, late ones last.
   *
   * @param columns expressions over a table of events, never taken from a request
   */
  static void visitNewest(
      Connection connection,
      ReadSnapshot snapshot,
      Wanted wanted,
      String columns,
      RecentVisitor recent,
      Sql.RowVisitor stored)
      throws SQLException {
    int number = number(snapshot, wanted);
    int left = wanted.limit() - visitNewestRecent(snapshot, wanted, number, recent);
    for (String table : snapshot.eventTables()) {
      left -= visitNewest(connection, table, wanted, number, columns, left, stored);
    }
  }

  private static int number(ReadSnapshot snapshot, Wanted wanted) {
    return wanted.user() == null ? -1 : snapshot.number(wanted.project(), wanted.user());
  }

  /**
   * Visits events of a table from the newest backwards: the engine reads its row groups from the
   * last received back until it has enough.
   *
   * @return how many were visited
   */
  private static int visitNewest(
      Connection connection,
      String table,
      Wanted wanted,
      int number,
      String columns,
      int limit,
      Sql.RowVisitor visitor)
      throws SQLException {
    if (limit <= 0 || (wanted.user() != null && number == RecentChunk.NOBODY)) {
      return 0;
    }
    String sql =
        "select "
            + columns
            + " from "
            + table
            + " where project = ?"
            + (wanted.user() == null ? "" : " and number = " + number)
            + (wanted.name() == null ? "" : " and name = ?")
            + " order by received desc, \"partition\" desc, \"offset\" desc limit "
            + limit;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, wanted.project());
      if (wanted.name() != null) {
        statement.setString(2, wanted.name());
      }
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

  private static int visitNewestRecent(
      ReadSnapshot snapshot, Wanted wanted, int number, RecentVisitor visitor) {
    int found = 0;
    for (Generation.View view : snapshot.views().reversed()) {
      for (int row = view.rows() - 1; row >= 0 && found < wanted.limit(); row--) {
        RecentChunk chunk = view.chunk(row / RecentChunk.ROWS);
        int index = row % RecentChunk.ROWS;
        if ((wanted.user() == null || chunk.numbers[index] == number)
            && wanted.project().equals(RecentChunk.text(chunk.projects[index]))
            && (wanted.name() == null
                || wanted.name().equals(RecentChunk.text(chunk.names[index])))) {
          visitor.visit(chunk, index);
          found++;
        }
      }
    }
    return found;
  }

  static RawJson json(byte @Nullable [] text) {
    return text == null ? RawJson.EMPTY : new RawJson(text, 0, text.length);
  }

  /**
   * What to look for.
   *
   * @param limit how many at most
   */
  record Wanted(String project, int limit, @Nullable String user, @Nullable String name) {}

  /** Receives an event in memory. */
  @FunctionalInterface
  interface RecentVisitor {
    void visit(RecentChunk chunk, int row);
  }
}
