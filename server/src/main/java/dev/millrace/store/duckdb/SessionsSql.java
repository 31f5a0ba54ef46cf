package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Property;
import dev.millrace.store.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds where sessions begin and end, and measures them. */
final class SessionsSql {
  /**
   * Every event is looked at once, beside the ones before and after it; then only the first and the
   * last of each session are left, and each first one is followed by its last one.
   */
  private static final String SESSIONS =
      """
      with picked as not materialized {events},
      placed as (
        select *,
          row_number() over person_events as number,
          epoch_us(time) - epoch_us(lag(time) over person_events) as pause,
          epoch_us(lead(time) over person_events) - epoch_us(time) as next_pause
        from picked
        window person_events as (partition by person order by time, "partition", "offset")),
      edges as (
        select *,
          coalesce(pause > {gap}, true) as begins,
          coalesce(next_pause > {gap}, true) as ends
        from placed
        where coalesce(pause > {gap}, true) or coalesce(next_pause > {gap}, true)),
      paired as (
        select *,
          lead(time) over person_edges as last_time,
          lead(number) over person_edges as last_number,
          lead(name) over person_edges as last_name
        from edges
        window person_edges as (partition by person order by number)),
      sessions as materialized (
        select
          person,
          {slot} as slot,
          {by}
          case when ends then 1 else last_number - number + 1 end as events,
          case when ends then 0 else epoch_us(last_time) - epoch_us(time) end as micros
        from paired
        where begins and {is_counted})
      {groups}
      select
        slot,
        {place} as place,
        {values}
        count(*) as sessions,
        count(distinct person) as people,
        sum(events)::double / count(*) as events_per_session,
        avg(micros::double) / 1e6 as average_seconds,
        quantile_cont(micros::double, 0.5) / 1e6 as median_seconds,
        count(*) filter (where events = 1)::double / count(*) as bounce_rate,
        sum(events)::bigint as rows_read
      from sessions {join}
      group by all
      """;

  private final EventSql sql;
  private final Sessions sessions;

  private SessionsSql(EventSql sql, Sessions sessions) {
    this.sql = sql;
    this.sessions = sessions;
  }

  static Answer read(Connection connection, ReadSnapshot snapshot, Sessions sessions)
      throws SQLException {
    return Careful.read(
        connection,
        snapshot,
        sql -> {
          SessionsSql own = new SessionsSql(sql.get(), sessions);
          try (PreparedStatement statement = connection.prepareStatement(own.select())) {
            own.sql.values().applyTo(statement);
            try (ResultSet rows = statement.executeQuery()) {
              return own.answer(rows);
            }
          }
        });
  }

  private String select() {
    List<String> names = EventSql.byNames(sessions.by().size());
    return SESSIONS
        .replace("{events}", events())
        .replace("{gap}", Long.toString(sessions.gap()))
        .replace("{slot}", new TrendBuckets("time").sql(sessions.buckets()))
        .replace("{is_counted}", sql.between(sessions.buckets().from(), sessions.buckets().to()))
        .replace("{by}", by())
        .replace("{groups}", groups(names))
        .replace(
            "{place}",
            names.isEmpty() ? "1" : "coalesce(groups.place, " + (sessions.limit() + 1) + ")")
        .replace(
            "{values}",
            names.stream()
                .map(name -> "any_value(sessions." + name + ") as " + name + ",")
                .collect(Collectors.joining("\n  ")))
        .replace(
            "{join}",
            names.isEmpty()
                ? ""
                : names.stream()
                    .map(name -> "sessions." + name + " is not distinct from groups." + name)
                    .collect(Collectors.joining(" and ", "left join groups on ", "")));
  }

  private String events() {
    List<String> columns = new ArrayList<>();
    columns.add(People.PERSON + " as person");
    columns.addAll(List.of("time", "name", "\"partition\"", "\"offset\""));
    for (int i = 0; i < sessions.by().size(); i++) {
      Property property = sessions.by().get(i);
      if (!isName(property)) {
        columns.add(sql.text(property) + " as property" + i);
      }
    }
    List<String> tests = new ArrayList<>(sql.selected(sessions.selection()));
    Buckets buckets = sessions.buckets();
    tests.add(sql.between(buckets.from() - sessions.gap(), buckets.to() + Sessions.MAX_AFTER));
    return sql.events(columns, tests);
  }

  private String by() {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < sessions.by().size(); i++) {
      Property property = sessions.by().get(i);
      String value =
          property.equals(Sessions.ENTRY)
              ? "name"
              : property.equals(Sessions.EXIT)
                  ? "case when ends then name else last_name end"
                  : "property" + i;
      columns.append(value).append(" as by").append(i).append(", ");
    }
    return columns.toString();
  }

  private static boolean isName(Property property) {
    return property.equals(Sessions.ENTRY) || property.equals(Sessions.EXIT);
  }

  private String groups(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String columns = String.join(", ", names);
    String inOrder =
        names.stream().map(name -> ", " + name + " nulls last").collect(Collectors.joining());
    return ", groups as materialized (select "
        + columns
        + ", row_number() over (order by count(*) desc"
        + inOrder
        + ") as place from sessions group by "
        + columns
        + " qualify place <= "
        + sessions.limit()
        + ")";
  }

  private Answer answer(ResultSet rows) throws SQLException {
    record Measured(int bucket, int place, List<@Nullable Number> measures) {}
    List<Measured> measured = new ArrayList<>();
    TreeMap<Integer, Answer.Group> groups = new TreeMap<>();
    long rowsRead = 0;
    int by = sessions.by().size();
    while (rows.next()) {
      int place = rows.getInt(2);
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < by; i++) {
        values.add(rows.getString(3 + i));
      }
      groups.putIfAbsent(
          place, new Answer.Group(Collections.unmodifiableList(values), place > sessions.limit()));
      List<@Nullable Number> measures = new ArrayList<>();
      measures.add(rows.getLong(3 + by));
      measures.add(rows.getLong(4 + by));
      for (int column = 5; column <= 8; column++) {
        measures.add(rows.getDouble(column + by));
      }
      rowsRead += rows.getLong(9 + by);
      measured.add(new Measured(rows.getInt(1), place, measures));
    }
    List<Integer> places = List.copyOf(groups.keySet());
    List<Answer.Row> found =
        measured.stream()
            .map(row ->
                new Answer.Row(
                    row.bucket, Collections.binarySearch(places, row.place), row.measures))
            .toList();
    return new Answer(List.copyOf(groups.values()), found, rowsRead, 0);
  }
}
