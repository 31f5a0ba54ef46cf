package dev.millrace.load.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Pacer;
import dev.millrace.load.pace.Slot;
import dev.millrace.load.pace.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The bystander's own process: transactions like those of pgbench, due at times that are set
 * beforehand. It counts no events and knows of none.
 *
 * <p>Reads the server's URL and the rate, a line each; then {@link #BEGIN} and {@link #END} by
 * turns, until its input ends. Writes a line for each transaction, how long it took from when it
 * was due in nanoseconds, or {@link #FAILED}; and {@link #ENDED} after the last one.
 */
final class BystanderProcess implements AutoCloseable {
  static final String BEGIN = "begin";
  static final String END = "end";
  static final String ENDED = "ended";
  static final String FAILED = "failed";

  private static final int CONNECTIONS = 8;
  private static final int THREADS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration WHOLE_RUN = Duration.ofDays(7);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final HikariDataSource pool;
  private final PrintStream output;
  private final Pacer pacer = new Pacer(1, Curve.EVEN, PATIENCE.toNanos());
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  private BystanderProcess(Database database, double rate, PrintStream output) {
    this.output = output;
    pool = database.pool(Bystander.DATABASE, CONNECTIONS, PATIENCE);
    pacer.begin(new Stage("bystander", rate, WHOLE_RUN, true), System.nanoTime());
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      threads.add(
          Thread.ofPlatform().daemon().name("load-bystander-" + i).start(() -> transact(seed)));
    }
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Database database = Database.at(Objects.requireNonNull(lines.readLine()));
      double rate = Double.parseDouble(Objects.requireNonNull(lines.readLine()));
      while (BEGIN.equals(lines.readLine())) {
        try (BystanderProcess running = new BystanderProcess(database, rate, output)) {
          String unused = lines.readLine();
        }
        output.println(ENDED);
      }
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
          output.println(System.nanoTime() - slot.due());
        } catch (SQLException _) {
          output.println(FAILED);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void transaction(SplittableRandom random) throws SQLException {
    int account = random.nextInt(Bystander.ACCOUNTS);
    int teller = random.nextInt(Bystander.TELLERS);
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
