package dev.millrace.store.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables that together hold every event once, as one read transaction sees them: the file's,
 * then those of the generations in memory that the file does not have, oldest first.
 *
 * <p>The order of looking is what makes it consistent without a lock. A database's snapshot is
 * taken when a transaction first touches it. Memory is touched first: a generation that is missing
 * there was in the file before, so the file's snapshot, taken second, has it; and one that the file
 * has by now is left out by its number.
 *
 * @param events tables with the columns of {@code main.events}
 * @param activity tables with the columns of {@code main.activity}
 */
record ReadSnapshot(List<String> events, List<String> activity) {
  ReadSnapshot {
    events = List.copyOf(events);
    activity = List.copyOf(activity);
  }

  /** The connection must not be in a transaction, and must not commit by itself. */
  static ReadSnapshot take(Connection connection) throws SQLException {
    List<String> events = new ArrayList<>(List.of("main.events"));
    List<String> activity = new ArrayList<>(List.of("main.activity"));
    try (Statement statement = connection.createStatement()) {
      List<Long> inMemory = numbers(statement, "select number from recent.generations");
      long inFile = numbers(statement, "select generation from main.meta").getFirst();
      inMemory.stream()
          .filter(number -> number > inFile)
          .sorted()
          .forEach(number -> {
            events.add(Layout.events(number));
            activity.add(Layout.activity(number));
          });
    }
    return new ReadSnapshot(events, activity);
  }

  /**
   * All events as one relation: the select for each table, {@code %s} standing for the table's
   * name, joined by {@code union all}. Filters and {@code variant_extract} belong into the select:
   * the engine uses the file's columnar form of a property only where it is extracted right above
   * the table, not above a union.
   */
  String fromEvents(String select) {
    return union(events, select);
  }

  /** All rows of activity as one relation, like {@link #fromEvents}. */
  String fromActivity(String select) {
    return union(activity, select);
  }

  private static String union(List<String> tables, String select) {
    return tables.stream()
        .map(table -> select.replace("%s", table))
        .collect(Collectors.joining("\nunion all\n", "(", ")"));
  }

  private static List<Long> numbers(Statement statement, String sql) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }
}
