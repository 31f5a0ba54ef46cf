package dev.millrace.store.duckdb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the tables of events tell who did what, and how people are numbered while they are read. */
final class People {
  /** An event's person, as an expression over a table of events: equal for the same person. */
  static final String PERSON = "\"user\"";

  /** The name of an event's person, as an expression over a table of events. */
  static final String NAME = "\"user\"";

  /** The name of a person, as an expression over what {@link #PERSON} has selected. */
  static String nameOf(String person) {
    return person;
  }

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** A small number for the {@link #PERSON} in the column, the same each time. */
  int number(ResultSet row, int column) throws SQLException {
    String name = row.getString(column);
    Integer number = numbers.putIfAbsent(name, names.size());
    if (number != null) {
      return number;
    }
    names.add(name);
    return names.size() - 1;
  }

  /** The name of a person that was numbered. */
  String name(int number) {
    return names.get(number);
  }
}
