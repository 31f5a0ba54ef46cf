package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import dev.millrace.store.Property;
import dev.millrace.store.Retention;
import dev.millrace.store.Retention.Cohort;
import dev.millrace.store.Step;
import dev.millrace.store.fold.PeopleAlgebra;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Retention as set algebra: the engine tells for each person in which buckets they did the first
 * step and in which they came back, as bits, and how many people have the same.
 */
final class RetentionSql {
  private final Connection connection;
  private final Supplier<EventSql> sql;
  private final Retention retention;
  private final SlotBits first;
  private final SlotBits returned;

  private RetentionSql(Connection connection, Supplier<EventSql> sql, Retention retention) {
    this.connection = connection;
    this.sql = sql;
    this.retention = retention;
    int slots = retention.buckets().size();
    this.first = new SlotBits("first", slots);
    // One more for what is later than all buckets.
    this.returned = new SlotBits("returned", slots + 1);
  }

  static Retention.Cohorts read(Connection connection, ReadSnapshot snapshot, Retention retention)
      throws SQLException {
    PeopleSets sets =
        PeopleSets.of(connection, snapshot, retention.selection(), retention.source());
    if (sets != null) {
      return cohorts(sets, retention);
    }
    return Careful.read(
        connection, snapshot, sql -> new RetentionSql(connection, sql, retention).cohorts());
  }

  private static Retention.Cohorts cohorts(PeopleSets sets, Retention retention)
      throws SQLException {
    Buckets all = retention.buckets();
    Step first = retention.first();
    Step returning = retention.returning();
    List<RoaringBitmap> firsts =
        sets.perBucket(
            Buckets.of(all.every(), all.zone(), all.from(), retention.to()),
            first.events(),
            first.filter());
    List<RoaringBitmap> returns =
        new ArrayList<>(sets.perBucket(all, returning.events(), returning.filter()));
    // One more for what is later than all buckets.
    returns.add(
        retention.until() > all.to()
            ? sets.perBucket(
                    Buckets.of(Every.NONE, all.zone(), all.to(), retention.until()),
                    returning.events(),
                    returning.filter())
                .getFirst()
            : new RoaringBitmap());
    RoaringBitmap before =
        retention.firstTime() ? sets.before(all, first.events(), first.filter()) : null;
    return new Retention.Cohorts(
        List.of(new Answer.Group(List.of(), false)),
        PeopleAlgebra.cohorts(retention, firsts, returns, before),
        sets.rowsRead());
  }

  private Retention.Cohorts cohorts() throws SQLException {
    Groups groups =
        Groups.largest(connection, retention.by(), retention.limit(), sql.get(), this::ranking);
    List<Answer.Group> all = groups.all();
    int slots = retention.buckets().size();
    long[][] sizes = new long[all.size()][slots];
    long[][][] people = new long[all.size()][slots][retention.periods()];
    long rowsScanned = 0;
    EventSql statement = sql.get();
    String select =
        retention.firstTime() ? firstTime(statement, groups) : recurring(statement, groups);
    try (PreparedStatement prepared = connection.prepareStatement(select)) {
      statement.values().applyTo(prepared);
      try (ResultSet rows = prepared.executeQuery()) {
        while (rows.next()) {
          int group = rows.getInt(1) - 1;
          rowsScanned = retention.firstTime() ? rows.getLong(3) : rowsScanned + rows.getLong(3);
          BitSet firsts = first.read(rows, 4);
          BitSet returns = returned.read(rows, 4 + first.columns());
          // Groups in which nobody has begun are none, though there may be returns in them.
          if (!firsts.isEmpty()) {
            add(rows.getLong(2), firsts, returns, sizes[group], people[group]);
          }
        }
      }
    }
    List<Cohort> cohorts = new ArrayList<>();
    for (int group = 0; group < all.size(); group++) {
      for (int bucket = 0; bucket < slots; bucket++) {
        if (sizes[group][bucket] > 0) {
          cohorts.add(
              new Cohort(
                  group,
                  bucket,
                  sizes[group][bucket],
                  LongStream.of(people[group][bucket]).boxed().toList()));
        }
      }
    }
    return new Retention.Cohorts(all, cohorts, rowsScanned);
  }

  private void add(long count, BitSet firsts, BitSet returns, long[] sizes, long[][] people) {
    int periods = retention.periods();
    int last = returns.length() - 1;
    for (int cohort = firsts.nextSetBit(0); cohort >= 0; cohort = firsts.nextSetBit(cohort + 1)) {
      sizes[cohort] += count;
      if (retention.rolling()) {
        for (int period = 0; period < periods && cohort + period <= last; period++) {
          people[cohort][period] += count;
        }
      } else {
        for (int slot = returns.nextSetBit(cohort);
            slot >= 0 && slot - cohort < periods;
            slot = returns.nextSetBit(slot + 1)) {
          people[cohort][slot - cohort] += count;
        }
      }
    }
  }

  /** Rows of place, number of people, their events, and the two sets. */
  private String recurring(EventSql statement, Groups groups) {
    boolean grouped = !retention.by().isEmpty();
    List<String> perPerson = new ArrayList<>();
    perPerson.add("person");
    perPerson.add(groups.place() + " as place");
    perPerson.add("count(*) as events");
    perPerson.addAll(first.collect("slot", "is_first"));
    perPerson.addAll(returned.collect("slot", "is_return"));
    List<String> sets = new ArrayList<>(first.names());
    // A return counts for all groups of the person.
    returned
        .names()
        .forEach(name ->
            sets.add(
                grouped ? "bit_or(" + name + ") over (partition by person) as " + name : name));
    return "with picked as not materialized "
        + events(statement, retention.buckets().from(), grouped ? retention.by() : List.of())
        + ", people as (select "
        + String.join(", ", perPerson)
        + " from "
        + groups.join("picked", statement)
        + " group by all), sets as (select place, events, "
        + String.join(", ", sets)
        + " from people)\nselect place, count(*), sum(events)::bigint, "
        + String.join(", ", names())
        + " from sets group by all";
  }

  /** The same with the events of all, when a person is of one cohort only. */
  private String firstTime(EventSql statement, Groups groups) {
    List<String> columns = new ArrayList<>();
    columns.add(groups.place() + " as place");
    columns.add("read");
    columns.addAll(first.single("slot"));
    columns.addAll(returned.names());
    return "with firsts as ("
        + firsts(statement)
        + "), sets as (select "
        + String.join(", ", columns)
        + " from "
        + groups.join("firsts", statement)
        + ")\nselect place, count(*), any_value(read), "
        + String.join(", ", names())
        + " from sets group by all";
  }

  /** One row for each person in a cohort: when their first step was, and when they came back. */
  private String firsts(EventSql statement) {
    List<Property> by = retention.by();
    List<String> perPerson = new ArrayList<>();
    perPerson.add("person");
    perPerson.add("(sum(count(*)) over ())::bigint as read");
    perPerson.add("min(time) filter (where is_first) as first_time");
    perPerson.addAll(returned.collect("slot", "is_return"));
    List<String> columns = new ArrayList<>();
    columns.add(new TrendBuckets("first_time").sql(retention.buckets()) + " as slot");
    columns.add("read");
    columns.addAll(returned.names());
    if (!by.isEmpty()) {
      List<String> fields = EventSql.byNames(by.size()).stream().map(n -> n + " := " + n).toList();
      perPerson.add(
          "arg_min(struct_pack("
              + String.join(", ", fields)
              + "), (time, \"partition\", \"offset\")) filter (where is_first) as values_then");
      EventSql.byNames(by.size())
          .forEach(name -> columns.add("values_then." + name + " as " + name));
    }
    return "select "
        + String.join(", ", columns)
        + " from (select "
        + String.join(", ", perPerson)
        + " from "
        + events(statement, Long.MIN_VALUE, by)
        + " group by person) where first_time >= "
        + statement.values().bindTime(retention.buckets().from())
        + " and first_time < "
        + statement.values().bindTime(retention.to());
  }

  private String events(EventSql statement, long from, List<Property> by) {
    String start = statement.values().bindTime(retention.buckets().from());
    String end = statement.values().bindTime(retention.buckets().to());
    List<String> columns = new ArrayList<>();
    columns.add(People.PERSON + " as person");
    columns.add(
        "case when time < "
            + end
            + " then "
            + new TrendBuckets("time").sql(retention.buckets())
            + " else "
            + retention.buckets().size()
            + " end as slot");
    String isFirst = statement.isStep(retention.first());
    if (retention.firstTime()) {
      columns.addAll(List.of("time", "\"partition\"", "\"offset\""));
    } else {
      isFirst += " and time < " + statement.values().bindTime(retention.to());
    }
    columns.add("(" + isFirst + ") as is_first");
    columns.add(
        "(" + statement.isStep(retention.returning()) + " and time >= " + start + ") as is_return");
    columns.addAll(statement.byColumns(by));
    List<String> tests = new ArrayList<>(statement.selected(retention.selection()));
    tests.add(statement.names(EventSql.namesOf(List.of(retention.first(), retention.returning()))));
    tests.add("time < " + statement.values().bindTime(retention.until()));
    if (from != Long.MIN_VALUE) {
      tests.add("time >= " + statement.values().bindTime(from));
    }
    return statement.events(columns, tests);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(first.names());
    names.addAll(returned.names());
    return names;
  }

  private Groups.Ranking ranking(EventSql statement) {
    if (retention.firstTime()) {
      return new Groups.Ranking("count(*)", "(" + firsts(statement) + ")");
    }
    List<String> columns = new ArrayList<>();
    columns.add(People.PERSON + " as person");
    columns.addAll(statement.byColumns(retention.by()));
    List<String> tests = new ArrayList<>(statement.selected(retention.selection()));
    tests.add(statement.between(retention.buckets().from(), retention.to()));
    tests.add(statement.isStep(retention.first()));
    return new Groups.Ranking("count(distinct person)", statement.events(columns, tests));
  }
}
