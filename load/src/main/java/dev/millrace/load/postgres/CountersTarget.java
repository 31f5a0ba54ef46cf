package dev.millrace.load.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.millrace.load.population.Action;
import dev.millrace.load.population.Batch;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Gauges;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import dev.millrace.load.watch.Machine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;

/** Eight indexed updates for each action, through a pool. */
public final class CountersTarget implements Target {
  private static final String DATABASE = "load_counters";

  private final Database database;
  private final CounterTables tables;
  private final HikariDataSource pool;
  private final boolean oneTransaction;
  private final Map<String, String> facts;
  private final CounterStatistics statistics;
  private final AtomicLong poolTimeouts = new AtomicLong();
  private final AtomicInteger mostWaiting = new AtomicInteger();

  /**
   * @param poolSize connections
   * @param poolPatience how long a thread of the application waits for one
   * @param oneTransaction whether the eight updates are committed together or each by itself
   */
  public CountersTarget(
      Database database,
      int users,
      int features,
      int poolSize,
      Duration poolPatience,
      boolean oneTransaction)
      throws SQLException {
    this.database = database;
    this.oneTransaction = oneTransaction;
    tables = new CounterTables(users, features);
    database.create(DATABASE);
    try (Connection connection = database.connect(DATABASE)) {
      tables.create(connection);
    }
    pool = database.pool(DATABASE, poolSize, poolPatience);
    statistics = new CounterStatistics(database.connect(DATABASE), tables.size());
    facts = new TreeMap<>(database.facts());
    facts.put(
        "pool", poolSize + " connections, waited for up to " + poolPatience.toSeconds() + " s");
    facts.put("commits", oneTransaction ? "one for an action" : "one for each update");
  }

  @Override
  public String title() {
    return "PostgreSQL, eight updates an action";
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> all = new TreeMap<>(facts);
    all.put("pool time-outs", Long.toString(poolTimeouts.get()));
    all.put("most threads waiting for a connection", Integer.toString(mostWaiting.get()));
    all.putAll(statistics.summary());
    return all;
  }

  @Override
  public Sender open() {
    return new Application();
  }

  /** A thread of the application: it holds a connection while an action is counted. */
  private final class Application implements Sender {
    @Override
    public Delivery send(Batch batch) {
      for (Action action : batch.actions()) {
        if (action.good()) {
          Delivery delivery = count(action);
          if (!(delivery instanceof Delivery.Acknowledged)) {
            return delivery;
          }
        }
      }
      return new Delivery.Acknowledged();
    }

    private Delivery count(Action action) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(!oneTransaction);
        List<PreparedStatement> statements = tables.prepare(connection);
        tables.count(statements, action);
        for (PreparedStatement statement : statements) {
          statement.close();
        }
        if (oneTransaction) {
          connection.commit();
        }
        return new Delivery.Acknowledged();
      } catch (SQLTransientConnectionException _) {
        poolTimeouts.incrementAndGet();
        return new Delivery.Refused("pool time-out", 0);
      } catch (SQLException e) {
        return new Delivery.Unknown(String.valueOf(e.getSQLState()));
      }
    }

    @Override
    public void close() {
      // The pool keeps the connections.
    }
  }

  @Override
  public Map<String, Double> gauges() {
    Map<String, Double> gauges = new HashMap<>(statistics.read());
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    if (state != null) {
      int waiting = state.getThreadsAwaitingConnection();
      mostWaiting.accumulateAndGet(waiting, Math::max);
      gauges.put("pool.waiting.threads", (double) waiting);
      gauges.put("pool.active.connections", (double) state.getActiveConnections());
    }
    gauges.put("pool.timeouts", (double) poolTimeouts.get());
    if (database.pid() > 0) {
      Machine.Usage usage = Machine.usageOfTree(database.pid());
      gauges.put(Gauges.TARGET_CPU_SECONDS, usage.cpuSeconds());
      gauges.put(Gauges.TARGET_BYTES, (double) usage.residentBytes());
    }
    return gauges;
  }

  @Override
  public List<Finding> check(Ledger ledger) {
    try (Connection connection = database.connect(DATABASE)) {
      return List.of(
          compare(connection, "users", "user_counts", ledger::ofUser, ledger::openOfUser, ledger),
          compare(
              connection,
              "features",
              "feature_counts",
              ledger::ofFeature,
              ledger::openOfFeature,
              ledger));
    } catch (SQLException e) {
      return List.of(new Finding("counts", 0, 1, ledger.acknowledged(), 0, "not read: " + e));
    }
  }

  private static Finding compare(
      Connection connection,
      String what,
      String table,
      IntUnaryOperator acknowledged,
      IntUnaryOperator open,
      Ledger ledger)
      throws SQLException {
    long wrong = 0;
    long found = 0;
    long compared = 0;
    List<String> first = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id, count from " + table)) {
      while (rows.next()) {
        int id = rows.getInt(1);
        long count = rows.getLong(2);
        compared++;
        found += count;
        if (!Ledger.agrees(count, acknowledged.applyAsInt(id), open.applyAsInt(id))) {
          wrong++;
          first.add("%d has %d, acknowledged %d".formatted(id, count, acknowledged.applyAsInt(id)));
        }
      }
    }
    return new Finding(
        what,
        compared,
        wrong,
        ledger.acknowledged(),
        found,
        first.isEmpty() ? "every one equal" : "first: " + first.getFirst());
  }

  @Override
  public void close() {
    statistics.close();
    pool.close();
  }
}
