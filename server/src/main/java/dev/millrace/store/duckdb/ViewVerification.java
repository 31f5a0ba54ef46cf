package dev.millrace.store.duckdb;

import dev.millrace.store.Every;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a view's rows with the file's events, a day at a time. */
final class ViewVerification {
  private static final int MAX_DIFFERING = 100;

  private final View view;
  private final List<String> differing = new ArrayList<>();
  private long compared;

  ViewVerification(View view) {
    this.view = view;
  }

  long compared() {
    return compared;
  }

  /** The first rows that are not the same. */
  List<String> differing() {
    return differing;
  }

  /** Days of which the file has events or the view has rows; null if the view is not complete. */
  @Nullable Set<Long> days(Connection connection, ReadSnapshot snapshot) throws SQLException {
    StoredView version = snapshot.complete(connection, view);
    if (version == null) {
      return null;
    }
    Set<Long> days = new TreeSet<>();
    String sql =
        """
        select distinct epoch_us(time) // %1$d from main.all_events
        union
        select distinct epoch_us(bucket) // %1$d from main.view_rows where view = %2$d
        """;
    Sql.visit(
        connection,
        sql.formatted(ViewRows.DAY_MICROS, version.id()),
        row -> days.add(row.getLong(1) * ViewRows.DAY_MICROS));
    return days;
  }

  /** Compares a day as the transaction of the snapshot sees it. */
  void compare(Connection connection, ReadSnapshot snapshot, long day) throws SQLException {
    StoredView version = snapshot.complete(connection, view);
    if (version == null) {
      return;
    }
    Map<ViewKey, ViewCell> events = new HashMap<>();
    // By hours: a day of many events would not fit into memory.
    for (long hour = day; hour < day + ViewRows.DAY_MICROS; hour += Every.HOUR.micros()) {
      ViewCells.visit(
          connection,
          new ViewCells(view, snapshot, true),
          snapshot.events()::fromFile,
          hour,
          hour + Every.HOUR.micros(),
          ViewCells.Condition.NONE,
          (key, cell) -> events.computeIfAbsent(key, _ -> new ViewCell(view)).add(cell));
    }
    for (Map.Entry<Integer, Map<ViewKey, ViewCell>> level :
        ViewRows.levels(view, events).entrySet()) {
      compare(
          ViewRows.read(connection, version, level.getKey(), day),
          level.getValue(),
          Math.abs(level.getKey()) == ViewRows.DAY ? " (whole day)" : "");
    }
  }

  private void compare(Map<ViewKey, ViewCell> rows, Map<ViewKey, ViewCell> events, String stretch) {
    Set<ViewKey> keys = new HashSet<>(rows.keySet());
    keys.addAll(events.keySet());
    for (ViewKey key : keys) {
      compared++;
      ViewCell row = rows.get(key);
      ViewCell counted = events.get(key);
      boolean same = row != null && counted != null && row.agreesWith(counted);
      if (!same && differing.size() < MAX_DIFFERING) {
        differing.add(
            "%s%s, project %s, %s: the view has %s, the events say %s"
                .formatted(
                    Instant.EPOCH.plus(key.bucket(), ChronoUnit.MICROS),
                    stretch,
                    key.project(),
                    key.by(),
                    row == null ? "nothing" : row,
                    counted == null ? "nothing" : counted));
      }
    }
  }
}
