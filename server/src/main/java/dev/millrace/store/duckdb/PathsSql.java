package dev.millrace.store.duckdb;

import dev.millrace.store.Paths;
import dev.millrace.store.Paths.Edge;
import dev.millrace.store.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Cuts people's events into sessions and counts which event follows which. */
final class PathsSql {
  /**
   * An event that begins a session is always a node; {@code visit} numbers a person's sessions, and
   * {@code began} is when they began.
   */
  private static final String EDGES =
      """
      with picked as not materialized {events},
      placed as (
        select person, time, name,
          row_number() over person_events as number,
          coalesce(
            epoch_us(time) - epoch_us(lag(time) over person_events) > {gap}, true) as begins,
          lag(name) over person_events as name_before
        from picked
        window person_events as (partition by person order by time, "partition", "offset")),
      nodes as (
        select person, name, number,
          sum(begins::integer) over person_nodes as visit,
          max(case when begins then time end) over person_nodes as began
        from placed
        where {is_node}
        window person_nodes as (partition by person order by number)),
      numbered as (
        select person, name,
          row_number() over visit_nodes as node,
          lead(name) over visit_nodes as target,
          visit
        from nodes
        where {is_counted}
        window visit_nodes as (partition by person, visit order by number)),
      anchored as (
        select person, name, target, node, {anchor_node} as anchor_node
        from numbered
        window visit_all as (partition by person, visit)),
      edges as (
        select {step} as step, name as source, target, person
        from anchored
        where target is not null and {is_on_path})
      select step, source, target, count(*) as times, count(distinct person) as people
      from edges
      where step between 1 and {steps}
      group by all
      having times >= {min_count}
      order by times desc, step, source, target
      limit {limit}
      """;

  private PathsSql() {}

  static Paths.Edges read(Connection connection, ReadSnapshot snapshot, Paths paths)
      throws SQLException {
    return Careful.read(
        connection,
        snapshot,
        sql -> {
          EventSql own = sql.get();
          List<Edge> edges;
          try (PreparedStatement statement = connection.prepareStatement(select(own, paths))) {
            own.values().applyTo(statement);
            try (ResultSet rows = statement.executeQuery()) {
              edges = edges(rows);
            }
          }
          return new Paths.Edges(edges, count(connection, sql.get(), paths));
        });
  }

  private static List<Edge> edges(ResultSet rows) throws SQLException {
    List<Edge> edges = new ArrayList<>();
    while (rows.next()) {
      edges.add(
          new Edge(
              rows.getInt(1),
              rows.getString(2),
              rows.getString(3),
              rows.getLong(4),
              rows.getLong(5)));
    }
    // The heaviest were kept; they are shown step by step.
    edges.sort((one, other) -> Integer.compare(one.step(), other.step()));
    return List.copyOf(edges);
  }

  private static long count(Connection connection, EventSql sql, Paths paths) throws SQLException {
    String select = "select count(*) from " + events(sql, paths, List.of("time"));
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      sql.values().applyTo(statement);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static String events(EventSql sql, Paths paths, List<String> columns) {
    List<String> tests = new ArrayList<>(sql.selected(paths.selection()));
    tests.add(sql.between(paths.from() - paths.gap(), paths.to() + Sessions.MAX_AFTER));
    return sql.events(columns, tests);
  }

  private static String select(EventSql sql, Paths paths) {
    String events =
        events(
            sql,
            paths,
            List.of(People.PERSON + " as person", "time", "name", "\"partition\"", "\"offset\""));
    String anchor;
    String step;
    String onPath;
    if (paths.start() != null) {
      anchor = "min(case when name = " + sql.values().bind(paths.start()) + " then node end)";
      step = "node - anchor_node + 1";
      onPath = "node >= anchor_node";
    } else if (paths.end() != null) {
      anchor = "max(case when name = " + sql.values().bind(paths.end()) + " then node end)";
      step = paths.steps() + " - (anchor_node - 1 - node)";
      onPath = "node < anchor_node";
    } else {
      anchor = "1";
      step = "node";
      onPath = "true";
    }
    boolean anchored = paths.start() != null || paths.end() != null;
    return EDGES
        .replace("{events}", events)
        .replace("{gap}", Long.toString(paths.gap()))
        .replace("{is_node}", paths.repeats() ? "true" : "begins or name != name_before")
        .replace("{is_counted}", sql.between("began", paths.from(), paths.to()))
        .replace("{anchor_node}", anchored ? anchor + " over visit_all" : "1")
        .replace("{step}", step)
        .replace("{is_on_path}", onPath)
        .replace("{steps}", Integer.toString(paths.steps()))
        .replace("{min_count}", Long.toString(paths.minCount()))
        .replace("{limit}", Integer.toString(paths.limit()));
  }
}
