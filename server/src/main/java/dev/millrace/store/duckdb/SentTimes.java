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

  private static final String LATE =
      "select project, id_text, id_high, id_low, epoch_us(sent) from main.late_events where sent in"
          + " (%s)";

  private static final String ERASED =
      "select fingerprint, epoch_us(sent) from main.erased where sent in (%s)";

  private SentTimes() {}

  /**
   * @param asked ascending and distinct, microseconds
   */
  static void visit(
      Connection connection, ReadSnapshot snapshot, long[] asked, IdentityVisitor visitor)
      throws SQLException {
    visitRecent(snapshot, asked, visitor);
    long[] times = Arrays.stream(asked).filter(StoredEvents::isTimestamp).toArray();
    if (times.length == 0) {
      return;
    }
    String timestamps = listed(times, "make_timestamp(%d::bigint)");
    Extent file = Extent.of(connection, snapshot);
    if (file.erased() > 0) {
      Sql.visit(
          connection,
          ERASED.formatted(timestamps),
          row -> visitor.visitErased(row.getLong(1), row.getLong(2)));
    }
    if (snapshot.hasLate()) {
      visit(connection, LATE.formatted(timestamps), visitor);
    }
    for (long[] stretch : stretches(file, times)) {
      visitReceivedNear(connection, stretch, visitor);
    }
  }

  /**
   * What the file has.
   *
   * @param rows of events that were on time
   * @param oldest when the first of its events was received, microseconds; the end of time if it
   *     has none
   * @param erased events that are erased
   */
  private record Extent(long rows, long oldest, long erased) implements KeptResults.Result {
    private static final String ROWS = "select count(*) from main.events";
    private static final String COUNT_ERASED = "select count(*) from main.erased";
    private static final String OLDEST =
        "select coalesce(epoch_us(min(received)), " + Long.MAX_VALUE + ") from main.events";

    static Extent of(Connection connection, ReadSnapshot snapshot) throws SQLException {
      return snapshot
          .keptResults()
          .get(
              snapshot.change(),
              OLDEST,
              new TrendValues(),
              Extent.class,
              () ->
                  new Extent(
                      Sql.number(connection, ROWS),
                      Sql.number(connection, OLDEST),
                      Sql.number(connection, COUNT_ERASED)));
    }

    @Override
    public int bytes() {
      return 1_000;
    }
  }

  private static void visitRecent(ReadSnapshot snapshot, long[] times, IdentityVisitor visitor) {
    for (Generation.View rows : snapshot.views()) {
      for (int i = 0; i < rows.chunkCount(); i++) {
        RecentChunk chunk = rows.chunk(i);
        if (chunk.mayHaveSentAt(times)) {
          for (int row = 0; row < rows.rowsOf(i); row++) {
            visit(chunk, row, times, visitor);
          }
        } else {
          for (int row : chunk.lateRows(rows.rowsOf(i))) {
            visit(chunk, row, times, visitor);
          }
        }
      }
    }
  }

  private static void visit(RecentChunk chunk, int row, long[] times, IdentityVisitor visitor) {
    long sent = chunk.sents[row];
    if (chunk.hasSent(row) && Arrays.binarySearch(times, sent) >= 0) {
      visitor.visit(RecentChunk.text(chunk.projects[row]), chunk.id(row), sent);
    }
  }

  /**
   * Times that one statement each is about, without those before everything that the file has.
   * Where there are so many that to read everything once costs less, they are one stretch.
   */
  private static List<long[]> stretches(Extent file, long[] times) {
    int from = Arrays.binarySearch(times, StoredEvents.before(file.oldest()));
    from = from < 0 ? -from - 1 : from;
    List<long[]> stretches = new ArrayList<>();
    int begin = from;
    for (int i = from + 1; i <= times.length; i++) {
      if (i == times.length || times[i] - times[i - 1] > Layout.NEAR_MICROS) {
        stretches.add(Arrays.copyOfRange(times, begin, i));
        begin = i;
      }
    }
    return stretches.size() * STATEMENT_NANOS > file.rows() * ROW_NANOS && stretches.size() > 1
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
                listed(times, "%d"));
    visit(connection, sql, visitor);
  }

  private static void visit(Connection connection, String sql, IdentityVisitor visitor)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StoredEvents.visit(rows, visitor);
    }
  }

  private static String listed(long[] times, String format) {
    return Arrays.stream(times).mapToObj(format::formatted).collect(Collectors.joining(", "));
  }
}
