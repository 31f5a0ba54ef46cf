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
import dev.millrace.load.run.StageResult;
import dev.millrace.load.target.Target;
import dev.millrace.load.watch.Watcher;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The runs of a comparison, in order. Used once, by one thread. */
public final class Comparison {
  static final String CONSTANT = "constant";

  private static final int APPLICATION_THREADS = 10_000;
  private static final int SINGLE_CONNECTIONS = 256;
  private static final int BATCH_CONNECTIONS = 32;
  private static final int BATCH = 100;
  private static final Duration APPLICATION_PATIENCE = Duration.ofSeconds(10);
  private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration RECOVERY = Duration.ofSeconds(15);
  private static final double CALM_RATE = 2_000;

  /** How much more than it sustains comes in when Millrace is overloaded. */
  private static final double OVERLOAD = 2;

  private final Plan plan;
  private final Database database;
  private final Bystander bystander;
  private final Progress progress;
  private int runs;

  /**
   * What a comparison is made of.
   *
   * @param traits the people
   * @param second how long a second of the plan lasts: a short comparison is a coarse one
   */
  public record Plan(
      Traits traits,
      Duration second,
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

  private Comparison(Plan plan, Database database, Bystander bystander, Progress progress) {
    this.plan = plan;
    this.database = database;
    this.bystander = bystander;
    this.progress = progress;
  }

  /** Starts the server. */
  @FunctionalInterface
  public interface ServerStart {
    Troubled start() throws IOException, InterruptedException;
  }

  /** All runs, one after the other. */
  public static ComparisonReport all(
      Plan plan, Database database, Bystander bystander, Progress progress, ServerStart start)
      throws IOException, SQLException, InterruptedException {
    Comparison runs = new Comparison(plan, database, bystander, progress);
    progress.note("1 of 10: the bystander alone");
    RunResult alone = runs.alone();
    progress.note("2 of 10: how far eight updates an action go in PostgreSQL");
    RunResult limit = runs.countersLimit();
    List<Double> cascade = cascade(breakingRate(limit));
    progress.note("3 of 10: eight updates an action, at the rates of the story");
    RunResult counters = runs.countersCascade(cascade);
    progress.note("4 of 10: the stopgap, a Redis list and a timer");
    RunResult stopgap = runs.stopgap(cascade);
    MillraceRuns millrace;
    try (Troubled server = start.start()) {
      millrace = runs.millrace(server, cascade, breakingRate(limit));
    }
    progress.note("10 of 10: the bystander alone again");
    RunResult aloneAgain = runs.alone();
    return new ComparisonReport(alone, limit, counters, stopgap, millrace, aloneAgain);
  }

  private MillraceRuns millrace(Troubled server, List<Double> cascade, double breakingRate)
      throws IOException, SQLException, InterruptedException {
    progress.note("5 of 10: how far Millrace goes, one event a request");
    RunResult singleLimit = millraceSingleLimit(server);
    progress.note("6 of 10: how far Millrace goes, 100 events a request");
    RunResult limit = millraceLimit(server);
    progress.note("7 of 10: Millrace, at the rates of the story");
    RunResult each = millraceCascade(server, cascade);
    // Until here it had the whole machine, as PostgreSQL; from now on what one would leave to it.
    server.standBack();
    progress.note("8 of 10: Millrace, while people ask and watch");
    RunResult watched = millraceWatched(server, breakingRate);
    progress.note("9 of 10: Millrace in trouble");
    double overload = Math.max(CALM_RATE, limit.sustained()) * OVERLOAD * server.share();
    RunResult inTrouble = millraceInTrouble(server, overload);
    return new MillraceRuns(singleLimit, limit, each, watched, inTrouble);
  }

  /** The lowest rate of a ramp that was not sustained. */
  static double breakingRate(RunResult ramp) {
    return ramp.stages().stream()
        .filter(stage -> stage.measured() && !stage.sustained())
        .mapToDouble(StageResult::rate)
        .min()
        .orElse(Shape.CASCADE.getLast());
  }

  /** The rates of the story, and the one at which the eight updates broke. */
  private static List<Double> cascade(double breakingRate) {
    TreeSet<Double> rates = new TreeSet<>(Shape.CASCADE);
    rates.add(breakingRate);
    return List.copyOf(rates);
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
                  new Stage("warm-up", Shape.QUIET_RATE, plan.seconds(20), false),
                  new Stage("alone", Shape.QUIET_RATE, plan.seconds(25), true))),
          options(1, 1, CLIENT_PATIENCE, true),
          List.of());
    }
  }

  /** The eight updates at each rate. */
  RunResult countersCascade(List<Double> rates)
      throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    List<Stage> stages = stages(rates, plan.seconds(15));
    stages.add(new Stage("after", Shape.QUIET_RATE, plan.seconds(15), true));
    try (Target counters = counters(traits)) {
      return run(
          counters,
          traits,
          Shape.warmed(plan.seconds(8), stages),
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
          new Shape.Ramp(
              400, plan.seconds(8), plan.seconds(8), Shape.Ramp.REFINEMENTS, plan.seconds(40)),
          options(APPLICATION_THREADS, 1, APPLICATION_PATIENCE, false),
          List.of());
    }
  }

  /** The stopgap at each rate, for two turns of its timer. */
  RunResult stopgap(List<Double> rates) throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (CounterBatches batches = new CounterBatches(database, traits.users(), traits.features());
        Target stopgap = new StopgapTarget(batches::write, StopgapTarget.EVERY)) {
      return run(
          stopgap,
          traits,
          Shape.warmed(plan.seconds(8), stages(rates, plan.seconds(10))),
          options(BATCH_CONNECTIONS, 1, CLIENT_PATIENCE, true),
          List.of());
    }
  }

  /** The highest rate that Millrace sustains of single events, as the eight updates get them. */
  RunResult millraceSingleLimit(Troubled server)
      throws IOException, SQLException, InterruptedException {
    return millrace(
        server,
        new Shape.Ramp(
            CALM_RATE, plan.seconds(45), plan.seconds(5), Shape.Ramp.REFINEMENTS, plan.seconds(15)),
        options(SINGLE_CONNECTIONS, 1, CLIENT_PATIENCE, true),
        List.of());
  }

  /** Millrace at each rate, one event a request and nothing beside it, as the others. */
  RunResult millraceCascade(Troubled server, List<Double> rates)
      throws IOException, SQLException, InterruptedException {
    return millrace(
        server,
        Shape.warmed(plan.seconds(8), stages(rates, plan.seconds(15))),
        options(SINGLE_CONNECTIONS, 1, CLIENT_PATIENCE, true),
        List.of());
  }

  /**
   * Millrace, one event a request, while people ask and watch.
   *
   * @param rate at which the eight updates broke
   */
  RunResult millraceWatched(Troubled server, double rate)
      throws IOException, SQLException, InterruptedException {
    String watched =
        String.format(
            Locale.ROOT, "%,.0f questions/s, %,d readers", plan.queries(), plan.liveReaders());
    List<Watcher> watchers = new ArrayList<>();
    if (plan.queries() > 0) {
      watchers.add(new Questions(server.access(), plan.queries()));
    }
    if (plan.liveReaders() > 0) {
      watchers.add(new LiveReaders(server.access(), plan.liveReaders()));
    }
    return millrace(
        server,
        Shape.warmed(plan.seconds(20), List.of(new Stage(watched, rate, plan.seconds(20), true))),
        options(SINGLE_CONNECTIONS, 1, CLIENT_PATIENCE, true),
        watchers);
  }

  /** The highest rate that Millrace sustains, in batches as SDKs send them. */
  RunResult millraceLimit(Troubled server) throws IOException, SQLException, InterruptedException {
    return millrace(
        server,
        new Shape.Ramp(
            30_000, plan.seconds(10), plan.seconds(10), Shape.Ramp.REFINEMENTS, plan.seconds(40)),
        options(BATCH_CONNECTIONS, BATCH, CLIENT_PATIENCE, true),
        List.of());
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

  private static List<Stage> stages(List<Double> rates, Duration each) {
    List<Stage> stages = new ArrayList<>();
    rates.forEach(rate -> stages.add(new Stage(CONSTANT, rate, each, true)));
    return stages;
  }

  private RunResult millrace(
      Troubled server, Shape shape, RunOptions options, List<Watcher> watchers)
      throws IOException, SQLException, InterruptedException {
    Traits traits = traits();
    try (Target millrace = new MillraceTarget(server.access(), traits.token(), server.facts())) {
      return run(millrace, traits, shape, options, watchers);
    }
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
    all.add(bystander.watcher());
    return new Run(target, new Population(traits), shape, options, all, told).execute();
  }

  /** The same people, whose ids no other run has. */
  private Traits traits() {
    return plan.traits().withToken(plan.traits().token() + "x" + runs++);
  }
}
