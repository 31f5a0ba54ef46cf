package dev.millrace.load.compare;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.report.Report.Plot;
import dev.millrace.load.report.Report.Section;
import dev.millrace.load.report.Report.Series;
import dev.millrace.load.report.Report.Tile;
import dev.millrace.load.run.RunResult;
import dev.millrace.load.run.StageResult;
import dev.millrace.load.target.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the runs of a comparison say together. Pure. */
public record ComparisonReport(
    RunResult alone,
    RunResult countersLimit,
    RunResult countersCascade,
    RunResult stopgap,
    MillraceRuns millrace,
    RunResult aloneAgain) {
  /** What the timer of the stopgap can take out of its list: 1,001 events each 5 s. */
  private static final double STOPGAP_LIMIT = 1_001 / 5.0;

  private static final String BYSTANDER = "bystander";
  private static final String COUNTERS = "eight updates";
  private static final String STOPGAP = "stopgap";
  private static final String MILLRACE = "Millrace";

  /** Figures at the top. */
  public List<Tile> tiles() {
    double counters = countersLimit.sustained();
    double batches = millrace.limit().sustained();
    double singles = millrace.singleLimit().sustained();
    return List.of(
        new Tile("actions a second that the eight updates sustain", number(counters)),
        new Tile("events a second that Millrace sustains, 100 a request", number(batches)),
        new Tile("times as many, in batches as SDKs send them", times(batches, counters)),
        new Tile("events a second that Millrace sustains, one a request", number(singles)),
        new Tile("times as many, one event a request", times(singles, counters)),
        new Tile(
            "Millrace's p99 at " + number(breakingRate()) + "/s, where PostgreSQL broke",
            p99(millrace.cascade())),
        new Tile("the same with " + watchedStage(), p99(millrace.watched())),
        new Tile("wrong counts in Millrace's runs", number(wrong(millrace.all()))));
  }

  private static String times(double rate, double counters) {
    return counters > 0 ? text(rate < 10 * counters ? "%,.1f" : "%,.0f", rate / counters) : "–";
  }

  private double breakingRate() {
    return Comparison.breakingRate(countersLimit);
  }

  private String p99(RunResult run) {
    return measured(run).stream()
        .filter(stage -> stage.rate() == breakingRate())
        .findFirst()
        .map(stage -> millis(stage.latency().p99()))
        .orElse("–");
  }

  private String watchedStage() {
    return measured(millrace.watched()).stream()
        .map(StageResult::name)
        .findFirst()
        .orElse("questions and readers");
  }

  /** Bars that compare. */
  public List<Plot> plots() {
    return List.of(limits(), latencies(), bystander(), wrongCounts());
  }

  private Plot limits() {
    return new Plot(
        "Highest rate sustained",
        "events a second with p99 in the limit and no growing lag. Clients of Millrace send batches,"
            + " as Segment's SDKs do; the eight updates take one action at a time. The stopgap's is"
            + " what its timer can take out, 1,001 events each 5 s",
        "/s",
        true,
        10,
        List.of(
            COUNTERS, STOPGAP, MILLRACE + ", one event a request", MILLRACE + ", batches of 100"),
        List.of(0, 1, 2, 2),
        List.of(
            new Series(
                "rate",
                List.of(
                    countersLimit.sustained(),
                    STOPGAP_LIMIT,
                    millrace.singleLimit().sustained(),
                    millrace.limit().sustained()))));
  }

  private Plot latencies() {
    List<Double> rates =
        measured(countersCascade).stream()
            .filter(stage -> stage.name().equals(Comparison.CONSTANT))
            .map(StageResult::rate)
            .toList();
    return new Plot(
        "Acknowledgement, p99 from the due time",
        "one action a request, and nothing beside it but the bystander",
        " ms",
        true,
        .1,
        rates.stream().map(this::named).toList(),
        List.of(),
        List.of(
            new Series(COUNTERS, p99s(countersCascade, rates)),
            new Series(STOPGAP, p99s(stopgap, rates)),
            new Series(MILLRACE, p99s(millrace.cascade(), rates))));
  }

  private String named(double rate) {
    return text("%,.0f actions/s", rate)
        + (rate == breakingRate() ? ", where PostgreSQL broke" : "");
  }

  private static List<Double> p99s(RunResult run, List<Double> rates) {
    return rates.stream()
        .map(rate ->
            measured(run).stream()
                .filter(stage -> stage.rate() == rate)
                .findFirst()
                .map(stage -> stage.latency().p99())
                .orElse(0.0))
        .toList();
  }

  private Plot bystander() {
    List<String> categories = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<RunResult> runs =
        List.of(
            alone,
            countersCascade,
            stopgap,
            millrace.cascade(),
            millrace.watched(),
            millrace.inTrouble(),
            aloneAgain);
    String share = MILLRACE + " on its share";
    List<String> names = List.of("", COUNTERS, STOPGAP, MILLRACE, share, share, "again");
    List<Integer> colours = List.of(3, 0, 1, 2, 2, 2, 3);
    for (int run = 0; run < runs.size(); run++) {
      for (StageResult stage : measured(runs.get(run))) {
        Quantiles of = stage.watchers().get(BYSTANDER);
        if (of != null) {
          categories.add(beside(names.get(run), stage));
          groups.add(colours.get(run));
          values.add(of.p99());
        }
      }
    }
    return new Plot(
        "The bystander's transactions, p99",
        "an ordinary application with a PostgreSQL database of its own on the same machine",
        " ms",
        true,
        .1,
        categories,
        groups,
        List.of(new Series("p99", values)));
  }

  private static String beside(String what, StageResult stage) {
    return switch (stage.name()) {
      case "alone" -> ("alone " + what).strip();
      case Comparison.CONSTANT -> text("%s, %,.0f/s", what, stage.rate());
      default -> what + ", " + stage.name();
    };
  }

  private Plot wrongCounts() {
    List<String> categories = List.of("acknowledged, lost", "counted twice", "failed");
    return new Plot(
        "Events that are counted wrongly or not at all",
        "in the runs above; the people repeat 1 event in 100, and 1 request in 200",
        "",
        true,
        .1,
        categories,
        List.of(),
        List.of(
            new Series(COUNTERS, wrongs(countersCascade)),
            new Series(STOPGAP, stopgapWrongs()),
            new Series(MILLRACE, wrongs(millrace.cascade()))));
  }

  private static List<Double> wrongs(RunResult run) {
    Optional<Finding> users =
        run.findings().stream().filter(finding -> finding.what().equals("users")).findFirst();
    double lost = users.map(Finding::lost).orElse(0L);
    double repeated = users.map(finding -> Math.max(0, finding.repeated() - run.open())).orElse(0L);
    double failed =
        run.stages().stream()
            .mapToLong(stage -> stage.givenUpEvents() + stage.unsentEvents())
            .sum();
    return List.of(lost, repeated, failed);
  }

  private List<Double> stopgapWrongs() {
    return List.of(
        finding("events lost").map(Finding::wrong).orElse(0L).doubleValue(),
        finding("events counted twice").map(Finding::wrong).orElse(0L).doubleValue(),
        0.0);
  }

  private Optional<Finding> finding(String what) {
    return stopgap.findings().stream().filter(finding -> finding.what().equals(what)).findFirst();
  }

  /** Sentences for a reader. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "One machine carries everything: the generator, the bystander and its PostgreSQL, and what"
            + " is compared.");
    notes.add(
        "While people ask and watch, and in trouble, Millrace has of the processors "
            + millrace.watched().facts().getOrDefault("processors", "all")
            + ", as on a machine that it shares; before, all, as PostgreSQL.");
    if (!isValid()) {
      notes.add("NOT VALID: in one of the runs the generator was the bottleneck, see there.");
    }
    notes.add(bystanderNote());
    finding("events not yet counted")
        .ifPresent(finding -> notes.add("The stopgap at the end: " + finding.detail() + "."));
    notes.add(
        text(
            "PostgreSQL keeps what it acknowledges (fsync and synchronous_commit on) and vacuums by"
                + " itself. Of its updates %s were HOT, since the counts are indexed; each action"
                + " wrote %s of WAL, counted for %s; up to %s sessions waited for the lock of a row, and %s times a"
                + " thread waited for a connection in vain.",
            fact("HOT updates"),
            fact("WAL").replace(" an action", ""),
            fact("WAL of"),
            fact("most sessions waiting for a row's lock"),
            fact("pool time-outs")));
    notes.add(
        "The eight updates and the stopgap count what people repeat as often as they send it:"
            + " neither knows an event's identity.");
    return notes;
  }

  private String bystanderNote() {
    return "The bystander's p99, and that of a typical second: alone "
        + besideIn(alone)
        + " before and "
        + besideIn(aloneAgain)
        + " after all. In the worst stage beside the eight updates "
        + besideIn(countersCascade)
        + ", beside the stopgap "
        + besideIn(stopgap)
        + ", beside Millrace on all processors "
        + besideIn(millrace.cascade())
        + ", on its share of them "
        + besideIn(millrace.watched())
        + ", in trouble there "
        + besideIn(millrace.inTrouble())
        + "; and where it goes as far as it can, on all of them, "
        + text("%.1f ms.", Math.max(worst(millrace.singleLimit()), worst(millrace.limit())));
  }

  /** The worst stage's p99, and the worst median of a stage's seconds. */
  private static String besideIn(RunResult run) {
    double typical =
        measured(run).stream().mapToDouble(stage -> medianSecond(run, stage)).max().orElse(0);
    return text("%.1f (%.1f) ms", worst(run), typical);
  }

  private static double medianSecond(RunResult run, StageResult stage) {
    double[] seconds =
        run.seconds().stream()
            .filter(second -> second.stage() == stage.number())
            .mapToDouble(second -> second.gauge(BYSTANDER + ".p99"))
            .filter(p99 -> p99 > 0)
            .sorted()
            .toArray();
    return seconds.length == 0 ? 0 : seconds[seconds.length / 2];
  }

  private String fact(String name) {
    return countersCascade.facts().getOrDefault(name, "unknown");
  }

  private static double worst(RunResult run) {
    return measured(run).stream()
        .map(stage -> stage.watchers().get(BYSTANDER))
        .filter(Objects::nonNull)
        .mapToDouble(Quantiles::p99)
        .max()
        .orElse(0);
  }

  /** Each run with what it is. */
  public List<Section> sections() {
    return List.of(
        Section.of("The bystander alone", "", alone),
        Section.of("What the team had: how far it goes", "", countersLimit),
        Section.of(
            "What the team had: " + COUNTERS,
            "each action updates eight counter tables, whose counts are indexed",
            countersCascade),
        Section.of("The stopgap: a Redis list and a timer", "", stopgap),
        Section.of("Millrace: how far it goes, one event a request", "", millrace.singleLimit()),
        Section.of("Millrace: how far it goes, 100 events a request", "", millrace.limit()),
        Section.of("Millrace, the same actions", "one event a request", millrace.cascade()),
        Section.of(
            "Millrace, while people ask and watch",
            "one event a request, at the rate where PostgreSQL broke",
            millrace.watched()),
        Section.of("Millrace in trouble", "what its bystander notices", millrace.inTrouble()),
        Section.of("The bystander alone again", "", aloneAgain));
  }

  /** Whether Millrace has counts in each of its runs, and none of them is wrong. */
  public boolean millraceIsExact() {
    return millrace.all().stream().allMatch(RunResult::exact);
  }

  /** Whether the generator was the bottleneck of none of the runs. */
  public boolean isValid() {
    return Stream.concat(
            Stream.of(alone, countersLimit, countersCascade, stopgap, aloneAgain),
            millrace.all().stream())
        .allMatch(RunResult::valid);
  }

  private static long wrong(List<RunResult> runs) {
    long wrong = 0;
    for (RunResult run : runs) {
      wrong += run.findings().stream().mapToLong(Finding::wrong).sum();
      wrong += run.wrongAnswer().isEmpty() ? 0 : 1;
    }
    return wrong;
  }

  private static List<StageResult> measured(RunResult run) {
    return run.stages().stream().filter(StageResult::measured).toList();
  }

  private static String millis(double value) {
    return text(value < 100 ? "%.1f ms" : "%,.0f ms", value);
  }

  private static String number(double value) {
    return text("%,.0f", value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
