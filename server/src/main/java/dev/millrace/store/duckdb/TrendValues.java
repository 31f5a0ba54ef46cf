package dev.millrace.store.duckdb;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values that a statement binds, each once, however often the SQL refers to it. */
final class TrendValues {
  private final Map<Object, Integer> places = new LinkedHashMap<>();

  /** Adds the value, a String, Long or Double, and returns how the SQL refers to it. */
  String bind(Object value) {
    Integer place = places.putIfAbsent(value, places.size() + 1);
    return "$" + (place == null ? places.size() : place);
  }

  /** A time in microseconds, as the engine's timestamp. */
  String bindTime(long micros) {
    return "make_timestamp(" + bind(micros) + "::bigint)";
  }

  /**
   * Whether an event has one of the names. The engine decides a {@code case} over one column once
   * for each text of the column's dictionary, {@code in} for each row.
   */
  String isNamed(List<String> names) {
    return names.size() == 1
        ? "name = " + bind(names.getFirst())
        : names.stream()
            .map(name -> "when " + bind(name) + " then true ")
            .collect(Collectors.joining("", "case name ", "else false end"));
  }

  /** All of them, in the order of their places. */
  List<Object> all() {
    return List.copyOf(places.keySet());
  }

  void applyTo(PreparedStatement statement) throws SQLException {
    for (Map.Entry<Object, Integer> value : places.entrySet()) {
      statement.setObject(value.getValue(), value.getKey());
    }
  }
}
