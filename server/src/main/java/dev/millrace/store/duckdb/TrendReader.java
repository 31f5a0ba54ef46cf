package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Measure;
import dev.millrace.store.Trend;
import dev.millrace.store.Trend.Source;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs trends. Has no state; a connection belongs to one caller at a time. */
final class TrendReader {
  private TrendReader() {}

  /**
   * Runs the trend in the transaction of the snapshot, or if a property turns out to hold more than
   * numbers, in a new one: the engine gives up the transaction of a failed statement.
   */
  static Answer read(Connection connection, ReadSnapshot snapshot, Trend trend)
      throws SQLException {
    if (trend.source() instanceof Source.Rows(View view, _)) {
      StoredView version = snapshot.complete(connection, view);
      if (version != null) {
        return ViewReader.read(connection, snapshot, trend, version);
      }
      // Another version has just taken its place.
    }
    Answer kept = BucketReader.answer(connection, snapshot, trend);
    if (kept != null) {
      return kept;
    }
    try {
      Answer answer = read(connection, trend, new TrendSql(trend, snapshot, false), false);
      if (answer != null) {
        return answer;
      }
    } catch (SQLException e) {
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
      snapshot.renew(connection);
    }
    return Objects.requireNonNull(
        read(connection, trend, new TrendSql(trend, snapshot, true), true));
  }

  /**
   * @param careful whether numbers that are not finite are left out of sums, as far as that goes
   * @return null if one turns out not to be, for want of care
   */
  private static @Nullable Answer read(
      Connection connection, Trend trend, TrendSql sql, boolean careful) throws SQLException {
    String text = sql.sql();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      sql.values().applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        return answer(trend, rows, careful);
      }
    }
  }

  private static @Nullable Answer answer(Trend trend, ResultSet rows, boolean careful)
      throws SQLException {
    record Found(int bucket, int place, List<@Nullable Number> measures) {}
    List<Found> found = new ArrayList<>();
    TreeMap<Integer, Answer.Group> groups = new TreeMap<>();
    long rowsRead = 0;
    while (rows.next()) {
      int place = rows.getInt(2);
      int column = 3;
      List<@Nullable String> by = new ArrayList<>();
      for (int i = 0; i < trend.by().size(); i++) {
        by.add(rows.getString(column++));
      }
      List<@Nullable Number> measures = new ArrayList<>();
      for (Measure measure : trend.measures()) {
        Number number = number(rows, column++, measure);
        boolean finite = number == null || Double.isFinite(number.doubleValue());
        if (!finite && !careful) {
          return null;
        }
        measures.add(finite ? number : null);
      }
      rowsRead += rows.getLong(column);
      groups.putIfAbsent(
          place, new Answer.Group(Collections.unmodifiableList(by), place > trend.limit()));
      found.add(new Found(rows.getInt(1), place, Collections.unmodifiableList(measures)));
    }
    List<Integer> places = List.copyOf(groups.keySet());
    List<Answer.Row> answered =
        found.stream()
            .map(row ->
                new Answer.Row(
                    row.bucket, Collections.binarySearch(places, row.place), row.measures))
            .toList();
    return new Answer(List.copyOf(groups.values()), answered, rowsRead, 0);
  }

  private static @Nullable Number number(ResultSet rows, int column, Measure measure)
      throws SQLException {
    boolean whole =
        switch (measure) {
          case Measure.Count _, Measure.People _, Measure.Distinct _ -> true;
          case Measure.PerUser _, Measure.Aggregate _ -> false;
        };
    if (whole) {
      return rows.getLong(column);
    }
    double value = rows.getDouble(column);
    return rows.wasNull() ? null : value;
  }
}
