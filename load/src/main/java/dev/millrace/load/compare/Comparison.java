package dev.millrace.load.compare;

import dev.millrace.load.discard.DiscardTarget;
import dev.millrace.load.millrace.LiveReaders;
import dev.millrace.load.millrace.MillraceTarget;
import dev.millrace.load.millrace.Questions;
import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.postgres.Bystander;
import dev.millrace.load.postgres.CounterBatches;
import dev.millrace.load.postgres.CountersTarget;
import dev.millrace.load.postgres.Database;
import dev.millrace.load.redis.StopgapTarget;
import dev.millrace.load.run.Limits;
import dev.millrace.load.run.Progress;
import dev.millrace.load.run.Run;
import dev.millrace.load.run.RunOptions;
import dev.millrace.load.run.RunResult;
import dev.millrace.load.target.Target;
import dev.millrace.load.watch.Watcher;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The runs of a comparison, in order. Used once, by one thread. */
public final class Comparison {
  /** Actions a second, as in the story: an ordinary day, a good one, the weekend of the outage. */
  static final List<Double> CASCADE = List.of(100.0, 1_000.0, 10_000.0);

  private static final int APPLICATION_THREADS = 10_000;
  private static final int SINGLE_CONNECTIONS = 256;
  private static final int BATCH_CONNECTIONS = 32;
  private static final int BATCH = 100;
  private static final Duration APPLICATION_PATIENCE = Duration.ofSeconds(10);
  private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration RECOVERY = Duration.ofSeconds(15);
  private static final double CALM_RATE = 2_000;

  /** How much more than it sustains comes in when Millrace is overloaded. */
  private static final double OVERLOAD = 2.5;

  private final Plan plan;
  private final Database database;
  private final Progress progress;
  private int runs;

  /**
   * What a comparison is made of.
   *
   * @param traits the people
   * @param second how long a second of the plan lasts: a short comparison is a coarse one
   * @param bystanderRate transactions a second
   */
  public record Plan(
      Traits traits,
      Duration second,
      double bystanderRate,
      int pool,
      Duration poolPatience,
      boolean oneTransaction,
      double queries,
      int liveReaders,
      Limits limits) {
    Duration seconds(int count) {
      return second.multipliedBy(count);
    }
  }

  private Comparison(Plan plan, Database database, Progress progress) {
    this.plan = plan;
    this.database = database;
    this.progress = progress;
  }

  /** Starts the server. */
  @FunctionalInterface
  public interface ServerStart {
    Troubled start() throws IOException, InterruptedException;
  }

  /** All runs, one after the other. */
  public static ComparisonReport all(
      Plan plan, Database database, Progress progress, ServerStart start)
      throws IOException, SQLException, InterruptedException {
    Comparison runs = new Comparison(plan, database, progress);
    progress.note("1 of 8: the bystander alone");
    RunResult alone = runs.alone();
    progress.note("2 of 8: eight updates an action in PostgreSQL, at the rates of the story");
    RunResult cascade = runs.countersCascade();
    progress.note("3 of 8: how far the eight updates go");
    RunResult limit = runs.countersLimit();
    progress.note("4 of 8: the stopgap, a Redis list and a timer");
    RunResult stopgap = runs.stopgap();
    progress.note("5 of 8: Millrace, at the rates of the story");
    RunResult millrace;
    RunResult millraceLimit;
    RunResult trouble;
    try (Troubled server = start.start()) {
      millrace = runs.millraceCascade(server);
      progress.note("6 of 8: how far Millrace goes");
      millraceLimit = runs.millraceLimit(server);
      progress.note("7 of 8: Millrace in trouble");
      double overload = Math.max(CALM_RATE, millraceLimit.sustained()) * OVERLOAD;
      trouble = runs.millraceInTrouble(server, overload);
    }
    progress.note("8 of 8: the bystander alone again");
    RunResult aloneAgain = runs.alone();
    return new ComparisonReport(
        alone, cascade, limit, stopgap, millrace, millraceLimit, trouble, aloneAgain);
  }

  /** The bystander on a machine that does nothing else. */
  RunResult alone() throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (Target nothing = new DiscardTarget(traits.token())) {
      return run(
          nothing,
          traits,
          new Shape.Fixed(
              List.of(
                  new Stage("warm-up", 1, plan.seconds(10), false),
                  new Stage("alone", 1, plan.seconds(30), true))),
          options(1, 1, CLIENT_PATIENCE, true),
          List.of());
    }
  }

  /** The eight updates at each rate of the story. */
  RunResult countersCascade() throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (Target counters = counters(traits)) {
      return run(
          counters,
          traits,
          new Shape.Fixed(cascade(plan.seconds(20), new Stage("after", 1, plan.seconds(20), true))),
          options(APPLICATION_THREADS, 1, APPLICATION_PATIENCE, false),
          List.of());
    }
  }

  /** The highest rate that the eight updates sustain. */
  RunResult countersLimit() throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (Target counters = counters(traits)) {
      return run(
          counters,
          traits,
          new Shape.Ramp(200, plan.seconds(5), plan.seconds(8), 2),
          options(APPLICATION_THREADS, 1, APPLICATION_PATIENCE, false),
          List.of());
    }
  }

  /** The stopgap at each rate of the story. */
  RunResult stopgap() throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (CounterBatches batches = new CounterBatches(database, traits.users(), traits.features());
        Target stopgap = new StopgapTarget(batches::write, StopgapTarget.EVERY)) {
      return run(
          stopgap,
          traits,
          new Shape.Fixed(cascade(plan.seconds(15))),
          options(BATCH_CONNECTIONS, 1, CLIENT_PATIENCE, true),
          List.of());
    }
  }

  /** Millrace at each rate of the story, one event a request, while people ask and watch. */
  RunResult millraceCascade(Troubled server)
      throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (Target millrace = new MillraceTarget(server.access(), traits.token(), server.facts())) {
      List<Watcher> watchers = new ArrayList<>();
      if (plan.queries() > 0) {
        watchers.add(new Questions(server.access(), plan.queries()));
      }
      if (plan.liveReaders() > 0) {
        watchers.add(new LiveReaders(server.access(), plan.liveReaders()));
      }
      List<Stage> stages = new ArrayList<>();
      stages.add(new Stage("warm-up", CALM_RATE, plan.seconds(90), false));
      stages.addAll(cascade(plan.seconds(20)).subList(1, 1 + CASCADE.size()));
      return run(
          millrace,
          traits,
          new Shape.Fixed(stages),
          options(SINGLE_CONNECTIONS, 1, CLIENT_PATIENCE, true),
          watchers);
    }
  }

  /** The highest rate that Millrace sustains, in batches as SDKs send them. */
  RunResult millraceLimit(Troubled server) throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (Target millrace = new MillraceTarget(server.access(), traits.token(), server.facts())) {
      return run(
          millrace,
          traits,
          new Shape.Ramp(20_000, plan.seconds(10), plan.seconds(10), 2),
          options(BATCH_CONNECTIONS, BATCH, CLIENT_PATIENCE, true),
          List.of());
    }
  }

  /**
   * Millrace overloaded, killed, and with its store stopped, beside the bystander.
   *
   * @param overload events a second that it cannot sustain
   */
  RunResult millraceInTrouble(Troubled server, double overload)
      throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (Target millrace = new MillraceTarget(server.access(), traits.token(), server.facts())) {
      return run(
          millrace,
          traits,
          new Shape.Fixed(
              List.of(
                  new Stage("calm", CALM_RATE, plan.seconds(15), true),
                  new Stage(Troubled.OVERLOADED, overload, plan.seconds(20), true),
                  new Stage("catching up", CALM_RATE, plan.seconds(15), true),
                  new Stage(Troubled.KILLED, CALM_RATE, plan.seconds(20), true),
                  new Stage(Troubled.STORE_STOPPED, CALM_RATE, plan.seconds(20), true),
                  new Stage(Troubled.RECOVERED, CALM_RATE, plan.seconds(15), true))),
          options(BATCH_CONNECTIONS, BATCH, CLIENT_PATIENCE, true),
          List.of(),
          server.watching(progress));
    }
  }

  private Target counters(Traits traits) throws SQLException {
    return new CountersTarget(
        database,
        traits.users(),
        traits.features(),
        plan.pool(),
        plan.poolPatience(),
        plan.oneTransaction());
  }

  private List<Stage> cascade(Duration each, Stage... more) {
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage("warm-up", CASCADE.getFirst(), plan.seconds(8), false));
    for (double rate : CASCADE) {
      stages.add(new Stage("constant", rate, each, true));
    }
    stages.addAll(List.of(more));
    return stages;
  }

  private RunOptions options(int connections, int batch, Duration patience, boolean retries) {
    return new RunOptions(
        connections, batch, Curve.EVEN, patience, retries, RECOVERY, plan.limits());
  }

  private RunResult run(
      Target target, Traits traits, Shape shape, RunOptions options, List<Watcher> watchers)
      throws IOException, SQLException, InterruptedException {
    return run(target, traits, shape, options, watchers, progress);
  }

  private RunResult run(
      Target target,
      Traits traits,
      Shape shape,
      RunOptions options,
      List<Watcher> watchers,
      Progress told)
      throws IOException, SQLException, InterruptedException {
    List<Watcher> all = new ArrayList<>(watchers);
    all.add(new Bystander(database, plan.bystanderRate()));
    return new Run(target, new Population(traits), shape, options, all, told).execute();
  }

  /** The same people, whose ids no other run has. */
  private Traits traits() {
    return plan.traits().withToken(plan.traits().token() + "x" + runs++);
  }
}
