package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/**
 * The days on which people have events. The built-in view keeps a set of people for each day, of
 * some kilobytes, where to look for somebody in the day's events would read millions of rows; so
 * the days that somebody was not here cost nothing.
 */
final class PersonDays {
  /** Ranges of time that a statement tests each row for, at most. */
  private static final int MAX_RANGES = 32;

  private final ReadSnapshot snapshot;
  private final String project;
  private final RoaringBitmap people;
  private final @Nullable String name;
  private final NavigableSet<Long> days = new TreeSet<>();

  private PersonDays(
      ReadSnapshot snapshot, String project, List<Integer> numbers, @Nullable String name) {
    this.snapshot = snapshot;
    this.project = project;
    this.people = new RoaringBitmap();
    numbers.forEach(people::add);
    this.name = name;
  }

  /**
   * Beginnings of days in UTC, microseconds, ascending. While the view is being built, all days
   * that have events.
   *
   * @param numbers under which the people are known
   * @param name of the events; null for any
   */
  static long[] read(
      Connection connection,
      ReadSnapshot snapshot,
      String project,
      List<Integer> numbers,
      @Nullable String name)
      throws SQLException {
    StoredView activity = snapshot.complete(connection, View.ACTIVITY);
    if (activity == null) {
      return all(connection, snapshot);
    }
    PersonDays days = new PersonDays(snapshot, project, numbers, name);
    days.addFile(connection, activity);
    days.addMemory();
    return days.all();
  }

  /** As above, of all events that are in the file. */
  static long[] inFile(
      Connection connection,
      ReadSnapshot snapshot,
      String project,
      List<Integer> numbers,
      StoredView activity)
      throws SQLException {
    PersonDays days = new PersonDays(snapshot, project, numbers, null);
    days.addFile(connection, activity);
    return days.all();
  }

  private long[] all() {
    return days.stream().mapToLong(Long::longValue).toArray();
  }

  private void addFile(Connection connection, StoredView activity) throws SQLException {
    TrendValues values = new TrendValues();
    String sql =
        "select epoch_us(bucket), people"
            + ViewRows.daysOf(activity)
            + " and project = "
            + values.bind(project)
            + " and "
            + (name == null
                ? ViewRows.minutesAre(-ViewRows.DAY)
                : ViewRows.minutesAre(ViewRows.DAY) + " and by0 = " + values.bind(name));
    DaySets sets =
        snapshot
            .keptResults()
            .get(
                snapshot.change(),
                sql,
                values,
                DaySets.class,
                () -> DaySets.read(connection, sql, values));
    sets.all.stream().filter(each -> intersects(each.people)).forEach(each -> days.add(each.day));
  }

  /** Who was here on each day, as the file has it. */
  private record DaySets(List<DaySet> all) implements KeptResults.Result {
    private static final int SET_BYTES = 100;

    static DaySets read(Connection connection, String sql, TrendValues values) throws SQLException {
      List<DaySet> all = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        values.applyTo(statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            ByteBuffer people = ByteBuffer.wrap(rows.getBytes(2));
            all.add(new DaySet(rows.getLong(1), new ImmutableRoaringBitmap(people)));
          }
        }
      }
      return new DaySets(all);
    }

    @Override
    public int bytes() {
      return all.stream().mapToInt(each -> SET_BYTES + each.people.serializedSizeInBytes()).sum();
    }
  }

  private record DaySet(long day, ImmutableRoaringBitmap people) {}

  private boolean intersects(ImmutableRoaringBitmap set) {
    for (int number : people) {
      if (set.contains(number)) {
        return true;
      }
    }
    return false;
  }

  private void addMemory() {
    StoredEvents.visitRecent(
        snapshot,
        (chunk, row) -> {
          if (people.contains(chunk.numbers[row])
              && project.equals(RecentChunk.text(chunk.projects[row]))
              && (name == null || name.equals(RecentChunk.text(chunk.names[row])))) {
            days.add(ViewRows.day(chunk.times[row]));
          }
        });
  }

  private static long[] all(Connection connection, ReadSnapshot snapshot) throws SQLException {
    long[] range = snapshot.rangeInMemory();
    Sql.visit(
        connection,
        "select epoch_us(min(time)), epoch_us(max(time)) from main.all_events",
        row -> {
          if (row.getObject(1) != null) {
            range[0] = Math.min(range[0], row.getLong(1));
            range[1] = Math.max(range[1], row.getLong(2));
          }
        });
    return range[0] > range[1]
        ? new long[0]
        : LongStream.rangeClosed(
                Math.floorDiv(range[0], ViewRows.DAY_MICROS),
                Math.floorDiv(range[1], ViewRows.DAY_MICROS))
            .map(day -> day * ViewRows.DAY_MICROS)
            .toArray();
  }

  /**
   * A test for events of the days, and perhaps of some days between.
   *
   * @param days ascending
   */
  static String within(long[] days) {
    return within(days, ViewRows.DAY_MICROS, ViewRows.DAY_MICROS);
  }

  /**
   * A test for events of stretches of time, and perhaps of some between.
   *
   * @param starts ascending
   * @param length of each, microseconds
   * @param least how far apart two begin that are not tested for as one
   */
  static String within(long[] starts, long length, long least) {
    if (starts.length == 0) {
      return "false";
    }
    List<String> tests = new ArrayList<>();
    long gap = Math.max(least, largestGap(starts));
    int first = 0;
    for (int i = 1; i <= starts.length; i++) {
      if (i == starts.length || starts[i] - starts[i - 1] > gap) {
        tests.add("(" + Sql.between("time", starts[first], starts[i - 1] + length) + ")");
        first = i;
      }
    }
    return "(" + String.join(" or ", tests) + ")";
  }

  /** How far stretches may begin apart within a range, so that there are not too many ranges. */
  private static long largestGap(long[] starts) {
    long[] gaps =
        LongStream.range(1, starts.length)
            .map(i -> starts[(int) i] - starts[(int) i - 1])
            .sorted()
            .toArray();
    return gaps.length < MAX_RANGES ? 0 : gaps[gaps.length - MAX_RANGES];
  }
}
