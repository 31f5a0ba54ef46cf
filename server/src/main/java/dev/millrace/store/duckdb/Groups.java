package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Property;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a breakdown: the largest, each with its place from 1, and at the place after them
 * all others as one. Without a breakdown there is one group, at place 1.
 *
 * @param kept the largest groups
 * @param rest whether there are others
 */
record Groups(int by, List<Answer.Group> kept, boolean rest) {
  static final Groups NONE = new Groups(0, List.of(new Answer.Group(List.of(), false)), false);

  /**
   * What decides which groups are large.
   *
   * @param size an aggregate over the relation
   * @param relation with the columns of the breakdown, {@code by0, by1, …}
   */
  record Ranking(String size, String relation) {}

  /** Finds the largest groups; equally large ones are in the order of their names. */
  static Groups largest(
      Connection connection,
      List<Property> by,
      int limit,
      EventSql sql,
      Function<EventSql, Ranking> ranking)
      throws SQLException {
    if (by.isEmpty()) {
      return NONE;
    }
    Ranking ranked = ranking.apply(sql);
    List<String> names = EventSql.byNames(by.size());
    String columns = String.join(", ", names);
    String select =
        "select "
            + columns
            + " from "
            + ranked.relation
            + " group by all order by "
            + ranked.size
            + " desc"
            + names.stream().map(name -> ", " + name + " nulls last").collect(Collectors.joining())
            + " limit "
            + (limit + 1);
    List<Answer.Group> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      sql.values().applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          List<@Nullable String> values = new ArrayList<>();
          for (int i = 1; i <= by.size(); i++) {
            values.add(rows.getString(i));
          }
          found.add(new Answer.Group(Collections.unmodifiableList(values), false));
        }
      }
    }
    boolean rest = found.size() > limit;
    return new Groups(by.size(), List.copyOf(rest ? found.subList(0, limit) : found), rest);
  }

  /** All of them by place; the values of the rest mean nothing. */
  List<Answer.Group> all() {
    if (!rest) {
      return kept;
    }
    List<Answer.Group> all = new ArrayList<>(kept);
    all.add(new Answer.Group(Collections.nCopies(by, ""), true));
    return all;
  }

  /** Joins a relation that has the columns of the breakdown, so that {@link #place} is known. */
  String join(String relation, EventSql sql) {
    if (by == 0 || kept.isEmpty()) {
      return relation;
    }
    List<String> rows = new ArrayList<>();
    for (Answer.Group group : kept) {
      List<String> row = new ArrayList<>();
      for (String value : group.values()) {
        row.add(value == null ? "null::varchar" : sql.values().bind(value) + "::varchar");
      }
      rows.add("(" + String.join(", ", row) + ", " + (rows.size() + 1) + ")");
    }
    List<String> names = EventSql.byNames(by);
    return relation
        + " left join (values "
        + String.join(", ", rows)
        + ") groups("
        + String.join(", ", names)
        + ", place)"
        + names.stream()
            .map(name -> relation + "." + name + " is not distinct from groups." + name)
            .collect(Collectors.joining(" and ", " on ", ""));
  }

  /** The place of a row's group after {@link #join}, an integer. */
  String place() {
    return by == 0 || kept.isEmpty() ? "1" : "coalesce(groups.place, " + (kept.size() + 1) + ")";
  }
}
