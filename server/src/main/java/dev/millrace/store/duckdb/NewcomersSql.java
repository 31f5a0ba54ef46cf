package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Newcomers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Counts people by the first bucket that they are in. */
final class NewcomersSql {
  private NewcomersSql() {}

  static Answer read(Connection connection, ReadSnapshot snapshot, Newcomers newcomers)
      throws SQLException {
    return Careful.read(connection, snapshot, sql -> read(connection, sql.get(), newcomers));
  }

  private static Answer read(Connection connection, EventSql sql, Newcomers newcomers)
      throws SQLException {
    Groups groups =
        newcomers.by().isEmpty()
            ? Groups.NONE
            : new Groups(newcomers.by().size(), newcomers.groups(), true);
    List<String> columns = new ArrayList<>();
    columns.add(People.PERSON + " as person");
    columns.add(new TrendBuckets("time").sql(newcomers.buckets()) + " as slot");
    columns.addAll(sql.byColumns(newcomers.by()));
    List<String> tests = new ArrayList<>(sql.selected(newcomers.selection()));
    tests.add(sql.between(newcomers.buckets().from(), newcomers.buckets().to()));
    String select =
        "with picked as not materialized "
            + sql.events(columns, tests)
            + ", people as (select person, "
            + groups.place()
            + " as place, min(slot) as slot, count(*) as events from "
            + groups.join("picked", sql)
            + " group by all)\nselect slot, place, count(*), sum(events)::bigint from people group by all";
    List<Answer.Row> rows = new ArrayList<>();
    long rowsRead = 0;
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      sql.values().applyTo(statement);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(new Answer.Row(found.getInt(1), found.getInt(2) - 1, List.of(found.getLong(3))));
          rowsRead += found.getLong(4);
        }
      }
    }
    return new Answer(groups.all(), rows, rowsRead, 0);
  }
}
