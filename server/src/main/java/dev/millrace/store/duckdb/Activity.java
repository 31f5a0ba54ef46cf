package dev.millrace.store.duckdb;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Adds a generation's events to {@code main.activity}, by quarter of an hour and by day. */
final class Activity {
  /** Minutes of a stretch. */
  static final int QUARTER_HOUR = 15;

  static final int DAY = 24 * 60;

  private static final long MINUTE_MICROS = 60_000_000L;
  static final long DAY_MICROS = DAY * MINUTE_MICROS;

  /**
   * Stretches up to which the file's rows are added up with the new ones, so that a key keeps
   * having one row. Events of more stretches than that are a past that is filled in; their rows are
   * added as they are, and added up when they are read.
   */
  private static final int MERGED_BUCKETS = 64;

  private Activity() {}

  /** To be called in the transaction that writes the generation's events. */
  static void add(DuckDBConnection connection, Generation generation) throws SQLException {
    Map<ActivityKey, ActivityCell> quarters = new HashMap<>();
    Map<ActivityKey, ActivityCell> days = new HashMap<>();
    generation
        .activity()
        .visit(
            generation.view(),
            (key, cell) -> {
              ActivityCell quarter = new ActivityCell();
              quarter.add(cell);
              quarters.put(key, quarter);
              long day = Math.floorDiv(key.bucket(), DAY_MICROS) * DAY_MICROS;
              days.computeIfAbsent(
                      new ActivityKey(key.project(), day, key.name()), _ -> new ActivityCell())
                  .add(cell);
            });
    add(connection, QUARTER_HOUR, quarters);
    add(connection, DAY, days);
  }

  private static void add(
      DuckDBConnection connection, int minutes, Map<ActivityKey, ActivityCell> added)
      throws SQLException {
    Map<ActivityKey, ActivityCell> rows = added;
    Set<Long> buckets =
        added.keySet().stream()
            .map(ActivityKey::bucket)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!buckets.isEmpty() && buckets.size() <= MERGED_BUCKETS) {
      rows = takeOut(connection, minutes, buckets);
      for (Map.Entry<ActivityKey, ActivityCell> each : added.entrySet()) {
        rows.computeIfAbsent(each.getKey(), _ -> new ActivityCell()).add(each.getValue());
      }
    }
    try (DuckDBAppender appender = connection.createAppender("activity")) {
      for (Map.Entry<ActivityKey, ActivityCell> row : rows.entrySet()) {
        appender
            .beginRow()
            .append(row.getKey().project())
            .append((short) minutes)
            .appendEpochMicros(row.getKey().bucket())
            .append(row.getKey().name())
            .append(row.getValue().count())
            .append(row.getValue().serializedPeople())
            .endRow();
      }
    }
  }

  /** Removes the rows of the stretches and returns what they say. */
  private static Map<ActivityKey, ActivityCell> takeOut(
      DuckDBConnection connection, int minutes, Set<Long> buckets) throws SQLException {
    String which =
        " from main.activity where minutes = "
            + minutes
            + buckets.stream()
                .map(bucket -> "make_timestamp(" + bucket + "::bigint)")
                .collect(Collectors.joining(", ", " and bucket in (", ")"));
    Map<ActivityKey, ActivityCell> rows = new HashMap<>();
    Sql.visit(
        connection,
        "select project, epoch_us(bucket), name, \"count\", people" + which,
        row -> {
          ActivityKey key = new ActivityKey(row.getString(1), row.getLong(2), row.getString(3));
          rows.computeIfAbsent(key, _ -> new ActivityCell()).add(row.getLong(4), row.getBytes(5));
        });
    if (!rows.isEmpty()) {
      Sql.execute(connection, "delete" + which);
    }
    return rows;
  }
}
