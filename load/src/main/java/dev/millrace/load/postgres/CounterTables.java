package dev.millrace.load.postgres;

import dev.millrace.load.population.Action;
import dev.millrace.load.population.People;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The eight counter tables of the story: for each action one row of each is increased. Their counts
 * are indexed, since the dashboard sorts by them, and that is why no update can be a HOT one.
 */
final class CounterTables {
  /** Days in the tables by day, and hours in those by hour. */
  private static final int DAYS = 7;

  private static final long DAY_MILLIS = 86_400_000;
  private static final long HOUR_MILLIS = 3_600_000;

  /** A table, and the key of an action's row in it. */
  private record Counter(String table, int rows, Key key) {}

  @FunctionalInterface
  private interface Key {
    int of(Action action);
  }

  private final List<Counter> counters;

  /**
   * @param features that there are
   */
  CounterTables(int users, int features) {
    counters =
        List.of(
            new Counter("user_counts", users, Action::user),
            new Counter(
                "user_day_counts", users * DAYS, action -> action.user() * DAYS + day(action)),
            new Counter("feature_counts", features, Action::feature),
            new Counter(
                "feature_day_counts",
                features * DAYS,
                action -> action.feature() * DAYS + day(action)),
            new Counter(
                "feature_plan_counts",
                features * People.PLANS.size(),
                action ->
                    action.feature() * People.PLANS.size()
                        + People.PLANS.indexOf(People.plan(action.user()))),
            new Counter(
                "country_counts",
                People.COUNTRIES.size(),
                action -> People.COUNTRIES.indexOf(People.country(action.user()))),
            new Counter("event_counts", People.NAMES.size(), Action::name),
            new Counter("hour_counts", DAYS * 24, action -> hour(action)));
  }

  private static int day(Action action) {
    return (int) (action.timeMillis() / DAY_MILLIS % DAYS);
  }

  private static int hour(Action action) {
    return (int) (action.timeMillis() / HOUR_MILLIS % (DAYS * 24));
  }

  int size() {
    return counters.size();
  }

  /** Makes the tables, a row for each key. */
  void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (Counter counter : counters) {
        statement.execute(
            """
            create table %1$s (
              id int primary key,
              count bigint not null default 0,
              updated_at timestamptz not null default now())
            """
                .formatted(counter.table()));
        statement.execute(
            "insert into %s (id) select generate_series(0, %d)"
                .formatted(counter.table(), counter.rows() - 1));
        statement.execute("create index on %s (count desc)".formatted(counter.table()));
        statement.execute("vacuum analyze " + counter.table());
      }
    }
  }

  /** The statements of an action, to be used with {@link #count} on the same connection. */
  List<PreparedStatement> prepare(Connection connection) throws SQLException {
    List<PreparedStatement> statements = new ArrayList<>();
    for (Counter counter : counters) {
      statements.add(
          connection.prepareStatement(
              "update %s set count = count + 1, updated_at = now() where id = ?"
                  .formatted(counter.table())));
    }
    return statements;
  }

  /** Executes the statements for an action. */
  void count(List<PreparedStatement> statements, Action action) throws SQLException {
    for (int i = 0; i < counters.size(); i++) {
      PreparedStatement statement = statements.get(i);
      statement.setInt(1, counters.get(i).key().of(action));
      if (statement.executeUpdate() != 1) {
        throw new SQLException("no row in " + counters.get(i).table());
      }
    }
  }

  /** Adds actions in one transaction, each row once by as much as it is due. */
  void add(Connection connection, List<Action> actions) throws SQLException {
    connection.setAutoCommit(false);
    for (Counter counter : counters) {
      Map<Integer, Integer> sums = new TreeMap<>();
      actions.forEach(action -> sums.merge(counter.key().of(action), 1, Integer::sum));
      try (PreparedStatement statement =
          connection.prepareStatement(
              "update %s set count = count + ?, updated_at = now() where id = ?"
                  .formatted(counter.table()))) {
        for (Map.Entry<Integer, Integer> sum : sums.entrySet()) {
          statement.setInt(1, sum.getValue());
          statement.setInt(2, sum.getKey());
          statement.addBatch();
        }
        int[] unused = statement.executeBatch();
      }
    }
    connection.commit();
  }
}
