package dev.millrace.load.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.load.measure.Latencies;
import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Pacer;
import dev.millrace.load.pace.Slot;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.watch.Failures;
import dev.millrace.load.watch.Watcher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * An ordinary application that shares the machine: transactions like those of pgbench, in a
 * database of its own, due at times that are set beforehand. It counts no events and knows of none.
 */
public final class Bystander implements Watcher {
  private static final String DATABASE = "load_bystander";
  private static final int ACCOUNTS = 100_000;
  private static final int TELLERS = 100;
  private static final int CONNECTIONS = 8;
  private static final int THREADS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration WHOLE_RUN = Duration.ofDays(7);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final double rate;
  private final HikariDataSource pool;
  private final Pacer pacer = new Pacer(1, Curve.EVEN, PATIENCE.toNanos());
  private final Latencies latencies = new Latencies();
  private final Failures failures = new Failures();
  private final List<Thread> threads = new ArrayList<>();
  private volatile int stage;
  private volatile boolean closed;

  /**
   * Makes its tables.
   *
   * @param rate transactions a second
   */
  public Bystander(Database database, double rate) throws SQLException {
    this.rate = rate;
    database.create(DATABASE);
    try (Connection connection = database.connect(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("create table accounts (id int primary key, balance int not null)");
      statement.execute("create table tellers (id int primary key, balance int not null)");
      statement.execute(
          "create table history (account int, teller int, delta int, at timestamptz default now())");
      statement.execute(
          "insert into accounts select id, 0 from generate_series(0, %d) id"
              .formatted(ACCOUNTS - 1));
      statement.execute(
          "insert into tellers select id, 0 from generate_series(0, %d) id".formatted(TELLERS - 1));
      statement.execute("vacuum analyze");
    }
    pool = database.pool(DATABASE, CONNECTIONS, PATIENCE);
  }

  @Override
  public String name() {
    return "bystander";
  }

  @Override
  public void start(int number) {
    stage = number;
    pacer.begin(new Stage(name(), rate, WHOLE_RUN, true), System.nanoTime());
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      threads.add(
          Thread.ofPlatform().daemon().name("load-bystander-" + i).start(() -> transact(seed)));
    }
  }

  private void transact(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try {
      while (!closed) {
        Slot slot = pacer.take();
        if (slot == null) {
          return;
        }
        while (slot.due() > System.nanoTime() && !closed) {
          LockSupport.parkNanos(slot.due() - System.nanoTime());
        }
        if (closed) {
          return;
        }
        try {
          transaction(random);
          latencies.record(stage, System.nanoTime() - slot.due());
        } catch (SQLException _) {
          failures.add(stage, "transaction failed");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void transaction(SplittableRandom random) throws SQLException {
    int account = random.nextInt(ACCOUNTS);
    int teller = random.nextInt(TELLERS);
    int delta = random.nextInt(-5_000, 5_000);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      execute(connection, "update accounts set balance = balance + ? where id = ?", delta, account);
      try (PreparedStatement statement =
          connection.prepareStatement("select balance from accounts where id = ?")) {
        statement.setInt(1, account);
        try (ResultSet result = statement.executeQuery()) {
          if (!result.next()) {
            throw new SQLException("no account " + account);
          }
        }
      }
      execute(connection, "update tellers set balance = balance + ? where id = ?", delta, teller);
      execute(
          connection,
          "insert into history (account, teller, delta) values (?, ?, ?)",
          account,
          teller,
          delta);
      connection.commit();
    }
  }

  private static void execute(Connection connection, String sql, int... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setInt(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public void stage(int number) {
    stage = number;
  }

  @Override
  public Map<String, Double> interval() {
    Quantiles last = latencies.sinceLast();
    return Map.of("p50", last.p50(), "p99", last.p99(), "transactions", (double) last.count());
  }

  @Override
  public Quantiles latencies(int number) {
    return latencies.quantiles(number);
  }

  @Override
  public String failures(int number) {
    return failures.text(number);
  }

  @Override
  public void close() {
    closed = true;
    pacer.finish();
    long limit = System.nanoTime() + CLOSE_LIMIT.toNanos();
    try {
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
        boolean unused = thread.join(Duration.ofNanos(Math.max(1, limit - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    pool.close();
  }
}
