package dev.millrace.store.duckdb;

import dev.millrace.store.EventStore.IdentityVisitor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the events that were sent at given times, however far these are apart: those in memory in
 * one pass, late ones in the table that has their times, and the others where they lie by the time
 * that they were received.
 */
final class SentTimes {
  /** What a statement about one stretch costs beside what it reads. */
  private static final long STATEMENT_NANOS = 3_000_000;

  /** What reading one row of all costs. */
  private static final long ROW_NANOS = 7;

  private static final String LASTING =
      """
      select fingerprint, sent from main.late where sent in (%1$s)
      union all
      select fingerprint, epoch_us(sent) from main.erased where epoch_us(sent) in (%1$s)
      """;

  private static final int BITS = 1 << 16;

  private SentTimes() {}

  /**
   * @param times ascending and distinct, microseconds
   */
  static void visit(
      Connection connection, ReadSnapshot snapshot, long[] times, IdentityVisitor visitor)
      throws SQLException {
    visitRecent(snapshot, times, visitor);
    String list = listed(times);
    Sql.visit(
        connection,
        LASTING.formatted(list),
        row -> visitor.visitLasting(row.getLong(1), row.getLong(2)));
    for (long[] stretch : stretches(connection, times)) {
      visitReceivedNear(connection, stretch, visitor);
    }
  }

  private static void visitRecent(ReadSnapshot snapshot, long[] times, IdentityVisitor visitor) {
    // Nearly all events are of other times: a bit tells most of them, without a search.
    boolean[] bits = new boolean[BITS];
    for (long time : times) {
      bits[bit(time)] = true;
    }
    StoredEvents.visitRecent(
        snapshot,
        (chunk, row) -> {
          long sent = chunk.sents[row];
          if (bits[bit(sent)] && chunk.hasSent(row) && Arrays.binarySearch(times, sent) >= 0) {
            visitor.visit(RecentChunk.text(chunk.projects[row]), chunk.id(row), sent);
          }
        });
  }

  private static int bit(long time) {
    return (int) (time * 0x9E37_79B9_7F4A_7C15L >>> 48);
  }

  /**
   * Times that one statement each is about, without those before everything that the file has.
   * Where there are so many that to read everything once costs less, they are one stretch.
   */
  private static List<long[]> stretches(Connection connection, long[] times) throws SQLException {
    long rows = Sql.number(connection, "select count(*) from main.events");
    if (rows == 0) {
      return List.of();
    }
    long oldest = Sql.number(connection, "select epoch_us(min(received)) from main.events");
    int from = Arrays.binarySearch(times, StoredEvents.before(oldest));
    from = from < 0 ? -from - 1 : from;
    List<long[]> stretches = new ArrayList<>();
    int begin = from;
    for (int i = from + 1; i <= times.length; i++) {
      if (i == times.length || times[i] - times[i - 1] > Layout.NEAR_MICROS) {
        stretches.add(Arrays.copyOfRange(times, begin, i));
        begin = i;
      }
    }
    return stretches.size() * STATEMENT_NANOS > rows * ROW_NANOS && stretches.size() > 1
        ? List.of(Arrays.copyOfRange(times, from, times.length))
        : stretches;
  }

  private static void visitReceivedNear(
      Connection connection, long[] times, IdentityVisitor visitor) throws SQLException {
    String sql =
        """
        select project, id_text, id_high, id_low, %1$s
        from main.events
        where received >= make_timestamp(%2$d::bigint) and received <= make_timestamp(%3$d::bigint)
          and %1$s in (%4$s)
        """
            .formatted(
                StoredEvents.SENT,
                StoredEvents.before(times[0]),
                StoredEvents.after(times[times.length - 1]),
                listed(times));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StoredEvents.visit(rows, visitor);
    }
  }

  private static String listed(long[] times) {
    return Arrays.stream(times).mapToObj(Long::toString).collect(Collectors.joining(", "));
  }
}
