package dev.millrace.store.duckdb;

import dev.millrace.store.Buckets;
import dev.millrace.store.Filter;
import dev.millrace.store.Lifecycle;
import dev.millrace.store.fold.PeopleAlgebra;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Finds for each person the first bucket ever and all buckets of the range that they are in. */
final class LifecycleSql {
  private LifecycleSql() {}

  static Lifecycle.Stages read(Connection connection, ReadSnapshot snapshot, Lifecycle lifecycle)
      throws SQLException {
    PeopleSets sets =
        PeopleSets.of(connection, snapshot, lifecycle.selection(), lifecycle.source());
    if (sets != null) {
      List<Lifecycle.Stage> stages =
          PeopleAlgebra.stages(
              sets.before(lifecycle.buckets(), List.of(), Filter.EVERYTHING),
              sets.perBucket(lifecycle.buckets()));
      return new Lifecycle.Stages(stages, sets.rowsRead());
    }
    return Careful.read(connection, snapshot, sql -> read(connection, sql.get(), lifecycle));
  }

  private static Lifecycle.Stages read(Connection connection, EventSql sql, Lifecycle lifecycle)
      throws SQLException {
    int slots = lifecycle.buckets().size();
    SlotBits active = new SlotBits("active", slots);
    long[] newcomers = new long[slots];
    long[] returning = new long[slots];
    long[] resurrecting = new long[slots];
    long[] dormant = new long[slots];
    long rowsScanned = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(select(sql, lifecycle, active))) {
      sql.values().applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          long people = rows.getLong(1);
          int first = rows.getInt(2);
          rowsScanned = rows.getLong(3);
          BitSet buckets = active.read(rows, 4);
          for (int slot = 1; slot < slots; slot++) {
            boolean before = buckets.get(slot - 1);
            if (!buckets.get(slot)) {
              dormant[slot] += before ? people : 0;
            } else if (before) {
              returning[slot] += people;
            } else if (first == slot) {
              newcomers[slot] += people;
            } else {
              resurrecting[slot] += people;
            }
          }
        }
      }
    }
    List<Lifecycle.Stage> stages = new ArrayList<>();
    for (int slot = 1; slot < slots; slot++) {
      stages.add(
          new Lifecycle.Stage(newcomers[slot], returning[slot], resurrecting[slot], dormant[slot]));
    }
    return new Lifecycle.Stages(stages, rowsScanned);
  }

  /** Rows of number of people, first bucket (-1 if before all), events of all, and the buckets. */
  private static String select(EventSql sql, Lifecycle lifecycle, SlotBits active) {
    Buckets buckets = lifecycle.buckets();
    String from = sql.values().bindTime(buckets.from());
    List<String> tests = new ArrayList<>(sql.selected(lifecycle.selection()));
    tests.add("time < " + sql.values().bindTime(buckets.to()));
    List<String> columns =
        List.of(
            People.PERSON + " as person",
            "case when time >= "
                + from
                + " then "
                + new TrendBuckets("time").sql(buckets)
                + " else -1 end as slot");
    return "with people as (select person, min(slot) as first, (sum(count(*)) over ())::bigint as read, "
        + String.join(", ", active.collect("slot", "slot >= 0"))
        + " from "
        + sql.events(columns, tests)
        + " group by person)\nselect count(*), first, read, "
        + String.join(", ", active.names())
        + " from people where "
        + String.join(" or ", active.names().stream().map(name -> name + " != 0").toList())
        + " group by all";
  }
}
