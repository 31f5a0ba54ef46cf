package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.FileChanges.Span;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/**
 * The hours in which somebody has events in the file, from the built-in view's sets of people by
 * quarter of an hour: the row groups between them need not be read.
 */
final class PersonHours {
  static final long HOUR_MICROS = 3_600_000_000L;
  private static final int HOURS = 24;

  private final Connection connection;
  private final ReadSnapshot snapshot;
  private final String project;
  private final StoredView activity;

  /**
   * @param activity the view, complete
   */
  PersonHours(Connection connection, ReadSnapshot snapshot, String project, StoredView activity) {
    this.connection = connection;
    this.snapshot = snapshot;
    this.project = project;
    this.activity = activity;
  }

  /**
   * The latest of them, so many that they have as many events as are wanted: beginnings in UTC,
   * microseconds, ascending.
   *
   * @param numbers under which the person is known
   * @param until the hours begin at this time or before, microseconds
   */
  long[] latest(List<Integer> numbers, long until, int wanted) throws SQLException {
    long[] days = PersonDays.inFile(connection, snapshot, project, numbers, activity);
    Deque<Long> found = new ArrayDeque<>();
    for (int i = days.length - 1; i >= 0 && found.size() < wanted; i--) {
      Hours day = kept(days[i]);
      for (int hour = HOURS - 1; hour >= 0; hour--) {
        long start = days[i] + hour * HOUR_MICROS;
        if (start <= until && day.have(hour, numbers)) {
          found.addFirst(start);
        }
      }
    }
    return found.stream().mapToLong(Long::longValue).toArray();
  }

  private Hours kept(long day) throws SQLException {
    String sql =
        "select epoch_us(bucket), people"
            + ViewRows.quartersOf(activity)
            + " and project = "
            + Sql.quoted(project)
            + " and "
            + ViewRows.minutesAre(-ViewRows.QUARTER_HOUR)
            + " and "
            + ViewRows.between(day, day + ViewRows.DAY_MICROS);
    return snapshot
        .keptResults()
        .get(snapshot.change(), sql, new TrendValues(), Hours.class, () -> read(sql, day));
  }

  private Hours read(String sql, long day) throws SQLException {
    List<RoaringBitmap> people = Stream.generate(RoaringBitmap::new).limit(HOURS).toList();
    Sql.visit(
        connection,
        sql,
        row -> {
          ByteBuffer set = ByteBuffer.wrap(row.getBytes(2));
          people
              .get((int) ((row.getLong(1) - day) / HOUR_MICROS))
              .or(new ImmutableRoaringBitmap(set).toRoaringBitmap());
        });
    return new Hours(day, people);
  }

  /** Who was here in each hour of a day. */
  private record Hours(long day, List<RoaringBitmap> people) implements KeptResults.Result {
    private static final int SET_BYTES = 100;

    boolean have(int hour, List<Integer> numbers) {
      return numbers.stream().anyMatch(people.get(hour)::contains);
    }

    @Override
    public int bytes() {
      return people.stream().mapToInt(set -> SET_BYTES + set.getSizeInBytes()).sum();
    }

    @Override
    public Span times() {
      return new Span(day, day + ViewRows.DAY_MICROS);
    }
  }
}
