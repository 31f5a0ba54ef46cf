package dev.millrace.store.duckdb;

import dev.millrace.store.Trend;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The rows of views in the file, by quarter of an hour and once more by day. Owned by the flushing
 * thread; what reads has no state.
 */
final class ViewRows {
  /** Minutes of a stretch; negative for rows that add up all values of the properties. */
  static final int QUARTER_HOUR = 15;

  static final int DAY = 24 * 60;

  private static final long MINUTE_MICROS = 60_000_000L;
  static final long DAY_MICROS = DAY * MINUTE_MICROS;

  /** Bounds of the times that the engine takes for timestamps, whole days. */
  static final long EARLIEST = -(Long.MAX_VALUE / 64 / DAY_MICROS) * DAY_MICROS;

  static final long LATEST = -EARLIEST;

  /**
   * Stretches up to which the file's rows are added up with the new ones, so that a key keeps
   * having one row. Events of more stretches than that are a past that is filled in; their rows are
   * added as they are, and added up later.
   */
  private static final int MERGED_BUCKETS = 64;

  private static final String DAYS_TABLE = "view_days";
  private static final String QUARTERS_TABLE = "view_quarters";
  private static final List<String> TABLES = List.of(DAYS_TABLE, QUARTERS_TABLE);

  private static final String BY =
      IntStream.range(0, View.MAX_BY).mapToObj(i -> "by" + i).collect(Collectors.joining(", "));

  private final DuckDBConnection connection;
  private long nextId;

  ViewRows(DuckDBConnection connection) throws SQLException {
    this.connection = connection;
    this.nextId = Sql.number(connection, "select coalesce(max(id), 0) from main.view_rows") + 1;
  }

  static long quarter(long time) {
    return Math.floorDiv(time, Trend.GRAIN) * Trend.GRAIN;
  }

  static long day(long time) {
    return Math.floorDiv(time, DAY_MICROS) * DAY_MICROS;
  }

  /** What a version has rows of, made from cells of quarters of an hour; by minutes. */
  static Map<Integer, Map<ViewKey, ViewCell>> levels(View view, Map<ViewKey, ViewCell> quarters) {
    Map<ViewKey, ViewCell> days = addedUp(view, quarters, ViewKey::ofDay);
    Map<Integer, Map<ViewKey, ViewCell>> levels = new TreeMap<>();
    levels.put(QUARTER_HOUR, quarters);
    levels.put(DAY, days);
    if (!view.by().isEmpty()) {
      levels.put(-QUARTER_HOUR, addedUp(view, quarters, ViewKey::ofAll));
      levels.put(-DAY, addedUp(view, days, ViewKey::ofAll));
    }
    return levels;
  }

  private static Map<ViewKey, ViewCell> addedUp(
      View view, Map<ViewKey, ViewCell> cells, UnaryOperator<ViewKey> to) {
    Map<ViewKey, ViewCell> sums = new HashMap<>();
    cells.forEach(
        (key, cell) -> sums.computeIfAbsent(to.apply(key), _ -> new ViewCell(view)).add(cell));
    return sums;
  }

  /**
   * Adds cells of quarters of an hour.
   *
   * @return days in which keys may have several rows now
   * @throws CollectedCells.TooMany if what they are to be added to is more than a view may have
   */
  Set<Long> add(StoredView version, Map<ViewKey, ViewCell> quarters) throws SQLException {
    boolean merged = true;
    for (Map.Entry<Integer, Map<ViewKey, ViewCell>> level :
        levels(version.view(), quarters).entrySet()) {
      merged &= add(version, level.getKey(), level.getValue());
    }
    return merged
        ? Set.of()
        : quarters.keySet().stream().map(key -> day(key.bucket())).collect(Collectors.toSet());
  }

  private boolean add(StoredView version, int minutes, Map<ViewKey, ViewCell> added)
      throws SQLException {
    Set<Long> buckets =
        added.keySet().stream().map(ViewKey::bucket).collect(Collectors.toCollection(TreeSet::new));
    if (buckets.isEmpty() || buckets.size() > MERGED_BUCKETS) {
      append(version, minutes, added);
      return buckets.isEmpty();
    }
    Map<ViewKey, ViewCell> rows = takeOut(version, minutes, areOf(buckets));
    added.forEach(
        (key, cell) -> rows.computeIfAbsent(key, _ -> new ViewCell(version.view())).add(cell));
    append(version, minutes, rows);
    return true;
  }

  /** Puts the cells of a day in the place of what the version has of it. */
  void replace(StoredView version, long day, Map<ViewKey, ViewCell> quarters) throws SQLException {
    for (String table : TABLES) {
      Sql.execute(connection, "delete from " + table + of(version) + " and " + ofDay(day));
    }
    for (Map.Entry<Integer, Map<ViewKey, ViewCell>> level :
        levels(version.view(), quarters).entrySet()) {
      append(version, level.getKey(), level.getValue());
    }
  }

  /**
   * Puts cells of a day in the place of those that were touched.
   *
   * @param counted those that are left of them, as they are now
   * @throws CollectedCells.TooMany if the day has more than a view may have
   */
  void replace(StoredView version, long day, TouchedCells touched, Map<ViewKey, ViewCell> counted)
      throws SQLException {
    CollectedCells quarters = new CollectedCells();
    visit(
        connection,
        version,
        minutesAre(QUARTER_HOUR) + " and " + ofDay(day),
        (key, cell) -> {
          if (!touched.contains(key) && !counted.containsKey(key)) {
            quarters.add(key, cell);
          }
        });
    counted.forEach(quarters::add);
    Set<Long> buckets = touched.buckets();
    buckets.add(day);
    for (Map.Entry<Integer, Map<ViewKey, ViewCell>> level :
        levels(version.view(), quarters.byKey()).entrySet()) {
      int minutes = level.getKey();
      boolean byCell = minutes == QUARTER_HOUR;
      Map<ViewKey, ViewCell> rows = byCell ? counted : level.getValue();
      rows.keySet().removeIf(key -> !buckets.contains(key.bucket()));
      String where =
          of(version)
              + " and "
              + minutesAre(minutes)
              + " and "
              + areOf(buckets)
              + (byCell ? " and " + touched.have(key(version.view())) : "");
      Sql.execute(connection, "delete from " + table(minutes) + where);
      append(version, minutes, rows);
    }
  }

  /** The columns that are a row's key. */
  private static List<String> key(View view) {
    List<String> key = new ArrayList<>(List.of("project", "epoch_us(bucket)"));
    IntStream.range(0, view.by().size()).mapToObj(i -> "by" + i).forEach(key::add);
    return key;
  }

  /**
   * Leaves one row of each key of a day.
   *
   * @throws CollectedCells.TooMany if they are more than a view may have
   */
  void merge(StoredView version, long day) throws SQLException {
    for (int minutes : List.of(QUARTER_HOUR, DAY, -QUARTER_HOUR, -DAY)) {
      append(version, minutes, takeOut(version, minutes, ofDay(day)));
    }
    Sql.execute(connection, Layout.COUNT_CHANGE);
  }

  /** Days of which a key has several rows. */
  static Set<Long> unmerged(Connection connection, StoredView version) throws SQLException {
    Set<Long> days = new TreeSet<>();
    Sql.visit(
        connection,
        "select distinct epoch_us(bucket) // "
            + DAY_MICROS
            + " from (select bucket"
            + from(version)
            + " group by minutes, project, bucket, "
            + BY
            + " having count(*) > 1)",
        row -> days.add(row.getLong(1) * DAY_MICROS));
    return days;
  }

  /** What the version says of a day. */
  static Map<ViewKey, ViewCell> read(
      Connection connection, StoredView version, int minutes, long day) throws SQLException {
    Map<ViewKey, ViewCell> rows = new HashMap<>();
    visit(
        connection,
        version,
        minutesAre(minutes) + " and " + ofDay(day),
        (key, cell) -> rows.computeIfAbsent(key, _ -> new ViewCell(version.view())).add(cell));
    return rows;
  }

  private static void visit(
      Connection connection,
      StoredView version,
      String where,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    View view = version.view();
    Sql.visit(
        connection,
        "select project, epoch_us(bucket), \"count\", people, numbers, minutes, epoch_us(latest), "
            + BY
            + from(version)
            + " and "
            + where,
        row -> {
          List<@Nullable String> by = new ArrayList<>();
          for (int i = 0; i < view.by().size() && row.getInt(6) > 0; i++) {
            by.add(row.getString(8 + i));
          }
          ViewCell cell = new ViewCell(view);
          cell.addEvents(row.getLong(3));
          cell.addTime(row.getLong(7));
          cell.addStates(row.getBytes(4), row.getBytes(5));
          visitor.accept(new ViewKey(row.getString(1), row.getLong(2), by), cell);
        });
  }

  private Map<ViewKey, ViewCell> takeOut(StoredView version, int minutes, String where)
      throws SQLException {
    String level = minutesAre(minutes) + " and " + where;
    CollectedCells cells = new CollectedCells(Integer.MAX_VALUE);
    visit(connection, version, level, cells::add);
    Map<ViewKey, ViewCell> rows = cells.byKey();
    if (!rows.isEmpty()) {
      Sql.execute(connection, "delete from " + table(minutes) + of(version) + " and " + level);
    }
    return rows;
  }

  private void append(StoredView version, int minutes, Map<ViewKey, ViewCell> rows)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender(table(minutes))) {
      for (Map.Entry<ViewKey, ViewCell> row : rows.entrySet()) {
        ViewKey key = row.getKey();
        appender
            .beginRow()
            .append(nextId++)
            .append(version.id())
            .append(key.project())
            .append((short) minutes)
            .appendEpochMicros(key.bucket())
            .append(row.getValue().count())
            .appendEpochMicros(row.getValue().latest())
            .append(row.getValue().serializedPeople(version.view()))
            .append(row.getValue().serializedProperties());
        for (int i = 0; i < View.MAX_BY; i++) {
          appender.append(i < key.by().size() ? key.by().get(i) : null);
        }
        appender.endRow();
      }
    }
  }

  /** The rows of days, as what follows the columns of a select. */
  static String daysOf(StoredView version) {
    return " from main." + DAYS_TABLE + of(version);
  }

  static String quartersOf(StoredView version) {
    return " from main." + QUARTERS_TABLE + of(version);
  }

  static void deleteAll(Connection connection, StoredView version) throws SQLException {
    for (String table : TABLES) {
      Sql.execute(connection, "delete from " + table + of(version));
    }
  }

  static String from(StoredView version) {
    return " from main.view_rows" + of(version);
  }

  private static String of(StoredView version) {
    return " where view = " + version.id();
  }

  private static String table(int minutes) {
    return Math.abs(minutes) == DAY ? DAYS_TABLE : QUARTERS_TABLE;
  }

  static String minutesAre(int minutes) {
    return "minutes = " + minutes;
  }

  private static String ofDay(long day) {
    return between(day, day + DAY_MICROS);
  }

  static String between(long from, long to) {
    return Sql.between("bucket", from, to);
  }

  private static String areOf(Set<Long> buckets) {
    return buckets.stream()
        .map("make_timestamp(%d::bigint)"::formatted)
        .collect(Collectors.joining(", ", "bucket in (", ")"));
  }
}
