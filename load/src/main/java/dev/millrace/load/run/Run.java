package dev.millrace.load.run;

import dev.millrace.load.measure.Latencies;
import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Judgement;
import dev.millrace.load.pace.Pacer;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.population.Population;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Gauges;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Target;
import dev.millrace.load.watch.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of a population against a target. Used once, by one thread. */
public final class Run {
  private static final long SECOND = 1_000_000_000;

  private final Target target;
  private final Population population;
  private final Shape shape;
  private final RunOptions options;
  private final List<Watcher> watchers;
  private final Progress progress;
  private final Ledger ledger;
  private final Latencies latencies = new Latencies();
  private final Judge judge;
  private final Pacer pacer;
  private final Senders senders;
  private final List<StageFigures> figures = new CopyOnWriteArrayList<>();
  private final List<Second> seconds = new CopyOnWriteArrayList<>();
  private final List<List<String>> problems = new ArrayList<>();
  private final List<Lag> lags = new ArrayList<>();
  private final List<Boolean> bottlenecks = new ArrayList<>();
  private final Sampler sampler;
  private volatile boolean sampling = true;
  private long begin;
  private long dueBefore;
  private long acknowledgedBefore;
  private long refusedBefore;

  public Run(
      Target target,
      Population population,
      Shape shape,
      RunOptions options,
      List<Watcher> watchers,
      Progress progress) {
    this.target = target;
    this.population = population;
    this.shape = shape;
    this.options = options;
    this.watchers = List.copyOf(watchers);
    this.progress = progress;
    ledger = new Ledger(population.traits().users(), population.traits().features());
    judge = new Judge(options.limits());
    pacer = new Pacer(options.batch(), options.curve(), options.patience().toNanos());
    senders = new Senders(target, population, pacer, options, ledger, latencies, figures);
    sampler = new Sampler(target, this.watchers);
  }

  /** Sends all stages, and then compares the counts. */
  public RunResult execute() throws InterruptedException {
    long populationStart = population.populationMillis();
    begin = System.nanoTime();
    Thread samples = Thread.ofPlatform().daemon().name("load-sampler").start(this::sample);
    senders.start(options.connections());
    try {
      stages();
      long end = System.nanoTime();
      pacer.finish();
      senders.finish(options.patience());
      sampling = false;
      samples.join();
      double speed = (population.populationMillis() - populationStart) / ((end - begin) / 1e6);
      for (Watcher watcher : watchers) {
        watcher.close();
      }
      progress.note("comparing the counts of every user and feature …");
      List<Finding> findings = target.check(ledger);
      return result(findings, speed);
    } finally {
      sampling = false;
      senders.close();
    }
  }

  private void stages() throws InterruptedException {
    @Nullable Judgement before = null;
    long start = System.nanoTime();
    for (int number = 0; ; number++) {
      Optional<Stage> next = shape.next(before);
      if (next.isEmpty()) {
        return;
      }
      Stage stage = next.get();
      figures.add(new StageFigures(stage));
      for (Watcher watcher : watchers) {
        watcher.figures().stage(number);
        if (number == 0) {
          watcher.start();
        }
      }
      progress.stage(stage);
      start = number == 0 ? System.nanoTime() : start;
      pacer.begin(stage, start);
      long end = start + stage.duration().toNanos();
      Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      before = judge(number, end);
      start = end;
      if (shape.recovers() && before == Judgement.BROKEN) {
        pacer.drop(end);
        recover();
        start = System.nanoTime();
      }
    }
  }

  private Judgement judge(int number, long end) {
    StageFigures of = figures.get(number);
    Lag lag = lag(number);
    long backlog = pacer.backlog(end) * options.batch();
    boolean bottleneck = isBottleneck(number, backlog);
    long underWay = (long) senders.busy() * options.batch();
    List<String> why =
        judge.problems(
            of.stage(),
            latencies.quantiles(number),
            of.acknowledgedEvents() + underWay,
            backlog,
            of.givenUpEvents(),
            lag);
    if (bottleneck) {
      why.add("the generator was the bottleneck");
    }
    problems.add(why);
    lags.add(lag);
    bottlenecks.add(bottleneck);
    return why.isEmpty() ? Judgement.SUSTAINED : Judgement.BROKEN;
  }

  private Lag lag(int stage) {
    return target.tellsLag()
        ? new Lag(
            true,
            ofStage(stage)
                .map(second -> second.gauges().getOrDefault(Gauges.LAG_EVENTS, Double.NaN))
                .toList())
        : Lag.UNTOLD;
  }

  private Stream<Second> ofStage(int number) {
    return seconds.stream().filter(second -> second.stage() == number);
  }

  private boolean isBottleneck(int stage, long backlog) {
    Map<String, Double> means = means(stage);
    StageFigures of = figures.get(stage);
    double due = of.stage().rate() * of.stage().duration().toNanos() / 1e9;
    return Judge.isBottleneck(
        Math.max(of.waitedShare(), backlog / due),
        means.getOrDefault(Gauges.GENERATOR_CORES, 0.0),
        means.getOrDefault(Gauges.MACHINE_CORES, 0.0),
        Runtime.getRuntime().availableProcessors());
  }

  /** Waits until the target has emptied its queues, at most as long as the options say. */
  private void recover() throws InterruptedException {
    progress.note("waiting until the queues are empty …");
    long limit = System.nanoTime() + options.recovery().toNanos();
    int calm = 0;
    while (System.nanoTime() < limit && calm < 2) {
      Thread.sleep(500);
      boolean empty = senders.busy() == 0 && senders.waitingAgain() == 0 && hasNoLag();
      calm = empty ? calm + 1 : 0;
    }
  }

  private boolean hasNoLag() {
    if (!target.tellsLag()) {
      return true;
    }
    Double lag = seconds.isEmpty() ? null : seconds.getLast().gauges().get(Gauges.LAG_EVENTS);
    return lag != null && lag < options.batch() * 10.0;
  }

  private void sample() {
    try {
      for (long tick = 1; sampling; tick++) {
        long wait = begin + tick * SECOND - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(Duration.ofNanos(wait));
        }
        second((System.nanoTime() - begin) / 1e9);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void second(double at) {
    if (figures.isEmpty()) {
      return;
    }
    int stage = figures.size() - 1;
    double passed = at - (seconds.isEmpty() ? 0 : seconds.getLast().at());
    long sent = figures.stream().mapToLong(StageFigures::sentEvents).sum();
    long backlog = pacer.backlog(System.nanoTime());
    long due = sent + backlog * options.batch() + droppedEvents();
    long acknowledged = figures.stream().mapToLong(StageFigures::acknowledgedEvents).sum();
    long refused = figures.stream().mapToLong(StageFigures::refusedEvents).sum();
    Quantiles latency = latencies.sinceLast();
    Map<String, Double> gauges = sampler.read();
    gauges.put("generator.busy.connections", (double) senders.busy());
    gauges.put("generator.waiting.again.requests", (double) senders.waitingAgain());
    gauges.put("generator.unsent.requests", (double) pacer.backlog(System.nanoTime()));
    Second second =
        new Second(
            at,
            stage,
            (due - dueBefore) / passed,
            (acknowledged - acknowledgedBefore) / passed,
            (refused - refusedBefore) / passed,
            latency,
            gauges);
    dueBefore = due;
    acknowledgedBefore = acknowledged;
    refusedBefore = refused;
    seconds.add(second);
    progress.second(figures.get(stage).stage(), second);
  }

  private long droppedEvents() {
    long dropped = 0;
    for (int stage = 0; stage < figures.size(); stage++) {
      dropped += pacer.dropped(stage) * options.batch();
    }
    return dropped;
  }

  private RunResult result(List<Finding> findings, double speed) {
    List<StageResult> stages = new ArrayList<>();
    for (int number = 0; number < figures.size(); number++) {
      stages.add(stageResult(number));
    }
    double sustained =
        shape
            .found()
            .orElseGet(() ->
                stages.stream()
                    .filter(stage -> stage.measured() && stage.sustained())
                    .mapToDouble(StageResult::rate)
                    .max()
                    .orElse(0));
    return new RunResult(
        target.title(),
        target.facts(),
        settings(),
        stages,
        List.copyOf(seconds),
        sustained,
        speed,
        senders.firstWrong(),
        ledger.acknowledged(),
        ledger.repeated(),
        ledger.bad(),
        ledger.open(),
        findings);
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = options.settings();
    settings.putAll(population.traits().settings());
    return settings;
  }

  private StageResult stageResult(int number) {
    StageFigures of = figures.get(number);
    Quantiles latency = latencies.quantiles(number);
    Map<String, Quantiles> beside = new TreeMap<>();
    Map<String, String> failures = new TreeMap<>();
    for (Watcher watcher : watchers) {
      beside.put(watcher.name(), watcher.figures().latencies(number));
      failures.put(watcher.name(), watcher.figures().failures(number));
    }
    double duration = of.stage().duration().toNanos() / 1e9;
    return new StageResult(
        number,
        of.stage().name(),
        of.stage().measured(),
        of.stage().rate(),
        duration,
        of.acknowledgedEvents() / duration,
        of.acknowledgedEvents(),
        pacer.dropped(number) * options.batch(),
        of.givenUpEvents(),
        of.refusals(),
        latency,
        of.ownDelay(),
        of.waitedShare(),
        known(lags.get(number).atEnd()),
        problems.get(number).isEmpty(),
        problems.get(number),
        !bottlenecks.get(number) && judge.valid(of.ownDelay(), latency),
        beside,
        failures,
        means(number));
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private Map<String, Double> means(int stage) {
    Map<String, Double> sums = new TreeMap<>();
    List<Second> of = ofStage(stage).toList();
    of.forEach(
        second -> second.gauges().forEach((name, value) -> sums.merge(name, value, Double::sum)));
    sums.replaceAll((_, sum) -> sum / of.size());
    return sums;
  }
}
