package dev.millrace.store.duckdb;

import dev.millrace.store.Funnel;
import dev.millrace.store.Funnel.Exclusion;
import dev.millrace.store.FunnelPeople;
import dev.millrace.store.Selection;
import dev.millrace.store.Step;
import dev.millrace.store.fold.Follower;
import dev.millrace.store.fold.FunnelFold;
import dev.millrace.store.fold.FunnelTally;
import dev.millrace.store.fold.Timeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Selects the events that a funnel needs, each with what it is as bits; {@link FunnelFold} follows
 * the people through them.
 */
final class FunnelSql {
  private final Connection connection;
  private final ReadSnapshot snapshot;
  private final Supplier<EventSql> sql;
  private final Funnel funnel;

  private FunnelSql(
      Connection connection, ReadSnapshot snapshot, Supplier<EventSql> sql, Funnel funnel) {
    this.connection = connection;
    this.snapshot = snapshot;
    this.sql = sql;
    this.funnel = funnel;
  }

  static Funnel.Conversions read(Connection connection, ReadSnapshot snapshot, Funnel funnel)
      throws SQLException {
    return Careful.read(
        connection,
        snapshot,
        sql -> new FunnelSql(connection, snapshot, sql, funnel).conversions());
  }

  static FunnelPeople.Page read(Connection connection, ReadSnapshot snapshot, FunnelPeople asked)
      throws SQLException {
    return Careful.read(
        connection,
        snapshot,
        sql -> new FunnelSql(connection, snapshot, sql, asked.funnel()).people(asked));
  }

  private Funnel.Conversions conversions() throws SQLException {
    Groups groups =
        Groups.largest(connection, funnel.by(), funnel.limit(), sql.get(), this::starts);
    PersonEvents events = new PersonEvents(connection, snapshot.follow());
    FunnelTally tally = follow(events, groups, () -> new FunnelTally(funnel), FunnelTally::add);
    List<List<Funnel.Reached>> steps = new ArrayList<>();
    for (int place = 1; place <= groups.all().size(); place++) {
      steps.add(tally.reached(place));
    }
    return new Funnel.Conversions(groups.all(), steps, events.rowsRead());
  }

  private FunnelPeople.Page people(FunnelPeople asked) throws SQLException {
    PersonEvents events = new PersonEvents(connection, snapshot.follow());
    Map<Integer, Long> times =
        follow(events, Groups.NONE, () -> new Picked(asked), Picked::add).times;
    List<FunnelPeople.Person> people =
        snapshot.users(connection, times.keySet()).entrySet().stream()
            .filter(user -> asked.after() == null || user.getValue().compareTo(asked.after()) > 0)
            .sorted(Map.Entry.comparingByValue())
            .limit(asked.limit() + 1L)
            .map(user ->
                new FunnelPeople.Person(
                    user.getValue(), Objects.requireNonNull(times.get(user.getKey()))))
            .toList();
    boolean more = people.size() > asked.limit();
    return new FunnelPeople.Page(
        more ? people.subList(0, asked.limit()) : people, more, events.rowsRead());
  }

  /** People who got as far as is asked, and when they took that step. */
  private static final class Picked implements Follower {
    private final FunnelPeople asked;
    private final FunnelFold fold;
    private final Map<Integer, Long> times = new HashMap<>();

    Picked(FunnelPeople asked) {
      this.asked = asked;
      this.fold = new FunnelFold(asked.funnel());
    }

    @Override
    public void accept(Timeline timeline) {
      int length = fold.follow(timeline, 1);
      if (asked.dropped() ? length == asked.step() : length >= asked.step()) {
        times.put(timeline.person(), fold.time(asked.step() - 1));
      }
    }

    @Override
    public boolean settle(Timeline timeline) {
      if (fold.follow(timeline, 1) < asked.funnel().steps().size()) {
        return false;
      }
      accept(timeline);
      return true;
    }

    void add(Picked other) {
      times.putAll(other.times);
    }
  }

  private <V extends Follower> V follow(
      PersonEvents events, Groups groups, Supplier<V> visitors, BiConsumer<V, V> add)
      throws SQLException {
    // Who starts in several groups may do so later too.
    long settling = funnel.by().isEmpty() ? funnel.to() : funnel.from();
    return events.collect(
        new PersonEvents.Range(funnel.from(), settling, funnel.to() + funnel.within()),
        (from, to) -> select(groups, from, to),
        visitors,
        add);
  }

  private PersonEvents.Select select(Groups groups, long from, long to) {
    EventSql statement = sql.get();
    List<String> columns = new ArrayList<>();
    columns.add(People.PERSON + " as person");
    columns.add("epoch_us(time) as micros");
    columns.add("\"partition\" as partition_of_log");
    columns.add("\"offset\" as place_in_log");
    columns.add(code(statement) + " as code");
    columns.addAll(statement.byColumns(funnel.by()));
    String picked =
        "with picked as not materialized "
            + statement.events(columns, tests(statement, from, to), from, to)
            + "\nselect person::integer, micros, partition_of_log, place_in_log, code, ("
            + groups.place()
            + ")::integer from "
            + groups.join("picked", statement);
    return new PersonEvents.Select(picked, statement.values());
  }

  /** One bit for each step, then one for each exclusion. */
  private String code(EventSql statement) {
    List<String> bits = new ArrayList<>();
    for (Step step : allSteps()) {
      bits.add(
          "case when " + statement.isStep(step) + " then " + (1 << bits.size()) + " else 0 end");
    }
    return "(" + String.join(" + ", bits) + ")::integer";
  }

  private List<Step> allSteps() {
    return Stream.concat(funnel.steps().stream(), funnel.exclusions().stream().map(Exclusion::step))
        .toList();
  }

  private List<String> tests(EventSql statement, long from, long to) {
    Selection selection = funnel.selection();
    List<String> names = EventSql.namesOf(allSteps());
    List<String> tests = new ArrayList<>();
    tests.add(statement.project(selection.project()));
    tests.add(statement.between(from, to));
    if (funnel.order() != Funnel.Order.STRICT) {
      tests.add(statement.names(names));
    } else if (!selection.events().isEmpty() && !names.isEmpty()) {
      tests.add(
          statement.names(
              Stream.concat(selection.events().stream(), names.stream()).distinct().toList()));
    }
    tests.add(statement.filter(selection.filter()));
    return tests;
  }

  /** What ranks groups: the people who start in them. */
  private Groups.Ranking starts(EventSql statement) {
    List<Step> first =
        funnel.order() == Funnel.Order.ANY ? funnel.steps() : funnel.steps().subList(0, 1);
    List<String> columns = new ArrayList<>();
    columns.add(People.PERSON + " as person");
    columns.addAll(statement.byColumns(funnel.by()));
    List<String> tests = new ArrayList<>();
    tests.add(statement.project(funnel.selection().project()));
    tests.add(statement.between(funnel.from(), funnel.to()));
    tests.add("(" + String.join(" or ", first.stream().map(statement::isStep).toList()) + ")");
    tests.add(statement.filter(funnel.selection().filter()));
    return new Groups.Ranking("count(distinct person)", statement.events(columns, tests));
  }
}
