package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file's events of one quarter of an hour in order of time, for ranges that begin within it: as
 * such a range moves on, nothing has to be asked of the engine again.
 */
final class QuarterEvents implements KeptResults.Result {
  /** Events up to which it is worth while. */
  static final int MAX_EVENTS = 50_000;

  /** More than that. */
  static final QuarterEvents TOO_MANY = new QuarterEvents(0, 0, 0);

  private static final int GROUP_BYTES = 200;

  private final List<List<@Nullable String>> groups = new ArrayList<>();
  private long[] times;
  private int[] people;
  private int[] groupOf;

  /** By property; not finite where an event has no number. */
  private double[][] numbers;

  /** By property; {@link DistinctCell#NONE} where an event has no value. */
  private int[][] tokens;

  private int size;

  /** Receives an event. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param numbers of the view's properties in their order; not finite where there is none
     * @param tokens of the values of the view's properties in their order
     */
    void visit(long time, List<@Nullable String> group, int person, double[] numbers, int[] tokens);
  }

  private QuarterEvents(int capacity, int numbers, int distinct) {
    times = new long[capacity];
    people = new int[capacity];
    groupOf = new int[capacity];
    this.numbers = new double[numbers][capacity];
    tokens = new int[distinct][capacity];
  }

  /**
   * Reads them, or finds that there are too many.
   *
   * @param sql selects {@code time, by…, number, value…, token…} in order of time, microseconds
   * @param view whose properties are selected
   */
  static QuarterEvents read(
      Connection connection, String sql, TrendValues values, int by, View view)
      throws SQLException {
    QuarterEvents events = new QuarterEvents(1_024, view.numbers().size(), view.distinct().size());
    Map<List<@Nullable String>, Integer> groups = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values.applyTo(statement);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (events.size == MAX_EVENTS) {
            return TOO_MANY;
          }
          events.add(row, by, groups);
        }
      }
    }
    return events;
  }

  private void add(ResultSet row, int by, Map<List<@Nullable String>, Integer> known)
      throws SQLException {
    if (size == times.length) {
      int capacity = 2 * size;
      times = Arrays.copyOf(times, capacity);
      people = Arrays.copyOf(people, capacity);
      groupOf = Arrays.copyOf(groupOf, capacity);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Arrays.copyOf(numbers[i], capacity);
      }
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = Arrays.copyOf(tokens[i], capacity);
      }
    }
    List<@Nullable String> group = new ArrayList<>();
    for (int i = 0; i < by; i++) {
      group.add(row.getString(2 + i));
    }
    Integer index = known.putIfAbsent(group, known.size());
    if (index == null) {
      groups.add(group);
      index = groups.size() - 1;
    }
    times[size] = row.getLong(1);
    groupOf[size] = index;
    people[size] = row.getInt(2 + by);
    for (int i = 0; i < numbers.length; i++) {
      double number = row.getDouble(3 + by + i);
      numbers[i][size] = row.wasNull() ? Double.NaN : number;
    }
    for (int i = 0; i < tokens.length; i++) {
      tokens[i][size] = row.getInt(3 + by + numbers.length + i);
    }
    size++;
  }

  /** Visits those with a time from the first to before the second, microseconds. */
  void visit(long from, long to, Visitor visitor) {
    int first = Arrays.binarySearch(times, 0, size, from);
    first = first < 0 ? ~first : first;
    while (first > 0 && times[first - 1] == from) {
      first--;
    }
    double[] own = new double[numbers.length];
    int[] ownTokens = new int[tokens.length];
    for (int i = first; i < size && times[i] < to; i++) {
      for (int property = 0; property < own.length; property++) {
        own[property] = numbers[property][i];
      }
      for (int property = 0; property < ownTokens.length; property++) {
        ownTokens[property] = tokens[property][i];
      }
      visitor.visit(times[i], groups.get(groupOf[i]), people[i], own, ownTokens);
    }
  }

  /** Where there are too many, there hardly come to be fewer. */
  @Override
  public boolean outlivesChanges() {
    return this == TOO_MANY;
  }

  @Override
  public int bytes() {
    return GROUP_BYTES * (1 + groups.size())
        + times.length * (16 + 8 * numbers.length + 4 * tokens.length);
  }
}
