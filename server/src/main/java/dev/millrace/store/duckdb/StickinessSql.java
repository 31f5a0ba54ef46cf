package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Stickiness;
import dev.millrace.store.fold.PeopleAlgebra;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Counts people by the number of buckets that they are active in. */
final class StickinessSql {
  private final Connection connection;
  private final Supplier<EventSql> sql;
  private final Stickiness stickiness;

  private StickinessSql(Connection connection, Supplier<EventSql> sql, Stickiness stickiness) {
    this.connection = connection;
    this.sql = sql;
    this.stickiness = stickiness;
  }

  static Stickiness.Days read(Connection connection, ReadSnapshot snapshot, Stickiness stickiness)
      throws SQLException {
    PeopleSets sets =
        PeopleSets.of(connection, snapshot, stickiness.selection(), stickiness.source());
    if (sets != null) {
      return new Stickiness.Days(
          List.of(new Answer.Group(List.of(), false)),
          List.of(PeopleAlgebra.inHowMany(sets.perBucket(stickiness.buckets()))),
          sets.rowsRead());
    }
    return Careful.read(
        connection, snapshot, sql -> new StickinessSql(connection, sql, stickiness).days());
  }

  private Stickiness.Days days() throws SQLException {
    Groups groups =
        Groups.largest(
            connection,
            stickiness.by(),
            stickiness.limit(),
            sql.get(),
            statement -> new Groups.Ranking("count(distinct person)", events(statement)));
    List<Answer.Group> all = groups.all();
    long[][] people = new long[all.size()][stickiness.buckets().size()];
    long rowsScanned = 0;
    EventSql statement = sql.get();
    SlotBits active = new SlotBits("active", stickiness.buckets().size());
    String select =
        "with picked as not materialized "
            + events(statement)
            + ", people as (select person, "
            + groups.place()
            + " as place, count(*) as events, "
            + String.join(", ", active.collect("slot", "true"))
            + " from "
            + groups.join("picked", statement)
            + " group by all)\nselect place, "
            + active.count()
            + " as days, count(*), sum(events)::bigint from people group by all";
    try (PreparedStatement prepared = connection.prepareStatement(select)) {
      statement.values().applyTo(prepared);
      try (ResultSet rows = prepared.executeQuery()) {
        while (rows.next()) {
          people[rows.getInt(1) - 1][rows.getInt(2) - 1] += rows.getLong(3);
          rowsScanned += rows.getLong(4);
        }
      }
    }
    List<List<Long>> lists = new ArrayList<>();
    for (long[] group : people) {
      lists.add(LongStream.of(group).boxed().toList());
    }
    return new Stickiness.Days(all, lists, rowsScanned);
  }

  private String events(EventSql statement) {
    List<String> columns = new ArrayList<>();
    columns.add(People.PERSON + " as person");
    columns.add(new TrendBuckets("time").sql(stickiness.buckets()) + " as slot");
    columns.addAll(statement.byColumns(stickiness.by()));
    List<String> tests = new ArrayList<>(statement.selected(stickiness.selection()));
    tests.add(statement.between(stickiness.buckets().from(), stickiness.buckets().to()));
    return statement.events(columns, tests);
  }
}
