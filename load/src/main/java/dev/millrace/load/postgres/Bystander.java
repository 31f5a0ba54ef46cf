package dev.millrace.load.postgres;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.watch.Figures;
import dev.millrace.load.watch.Watcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary application that shares the machine, with a database of its own. It is a process of
 * its own, as an application is: neither the pauses nor the priority of the generator are its.
 */
public final class Bystander implements AutoCloseable {
  static final String DATABASE = "load_bystander";
  static final int ACCOUNTS = 100_000;
  static final int TELLERS = 100;

  private static final long END_SECONDS = 30;

  private final Database database;
  private final Process process;
  private final PrintStream commands;
  private final AtomicReference<@Nullable Watched> watched = new AtomicReference<>();

  private Bystander(Database database, Process process) {
    this.database = database;
    this.process = process;
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("load-bystander").start(this::readLatencies);
  }

  /**
   * Starts the process; it has the priority that the caller has now.
   *
   * @param rate transactions a second
   */
  public static Bystander start(Database database, double rate) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BystanderProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Bystander bystander = new Bystander(database, process);
    bystander.commands.println(database.url("postgres"));
    bystander.commands.println(rate);
    return bystander;
  }

  /** Watches it during a run; makes its tables. */
  public Watcher watcher() throws SQLException {
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
    return new Watched();
  }

  private void readLatencies() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Watched now = watched.get();
        if (now != null) {
          now.read(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Watched last = watched.get();
      if (last != null) {
        last.hasDied();
      }
    }
  }

  private final class Watched implements Watcher {
    private final Figures figures = new Figures();
    private final CountDownLatch ended = new CountDownLatch(1);

    void read(String line) {
      switch (line) {
        case BystanderProcess.ENDED -> ended.countDown();
        case BystanderProcess.FAILED -> figures.failed("transaction failed");
        default -> figures.took(Long.parseLong(line));
      }
    }

    void hasDied() {
      figures.failed("its process has ended");
      ended.countDown();
    }

    @Override
    public String name() {
      return "bystander";
    }

    @Override
    public void start() {
      watched.set(this);
      commands.println(BystanderProcess.BEGIN);
    }

    @Override
    public Figures figures() {
      return figures;
    }

    @Override
    public Map<String, Double> interval() {
      Quantiles last = figures.sinceLast();
      return Map.of("p50", last.p50(), "p99", last.p99(), "transactions", (double) last.count());
    }

    @Override
    public void close() {
      if (watched.get() != this) {
        return;
      }
      commands.println(BystanderProcess.END);
      try {
        if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
          throw new MillraceException(Fault.INTERNAL_ERROR, "the bystander does not end", null);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      watched.set(null);
    }
  }

  /** Ends the process: its input is over. */
  @Override
  public void close() {
    commands.close();
    process.destroy();
  }
}
