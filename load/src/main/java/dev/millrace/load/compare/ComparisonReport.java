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

/** What the runs of a comparison say together. Pure. */
public record ComparisonReport(
    RunResult alone,
    RunResult countersCascade,
    RunResult countersLimit,
    RunResult stopgap,
    RunResult millraceCascade,
    RunResult millraceLimit,
    RunResult millraceInTrouble,
    RunResult aloneAgain) {
  /** What the timer of the stopgap takes out of its list: 1,001 events each 5 s. */
  private static final double STOPGAP_LIMIT = 1_001 / 5.0;

  private static final String COUNTERS = "eight updates";
  private static final String STOPGAP = "stopgap";
  private static final String MILLRACE = "Millrace";

  /** Figures at the top. */
  public List<Tile> tiles() {
    double counters = countersLimit.sustained();
    double millrace = millraceLimit.sustained();
    Optional<StageResult> atBreak = atBreak();
    return List.of(
        new Tile("actions a second that the eight updates sustain", number(counters)),
        new Tile("events a second that Millrace sustains", number(millrace)),
        new Tile("times as many", counters > 0 ? number(millrace / counters) : "–"),
        new Tile(
            "Millrace's p99 where PostgreSQL broke",
            atBreak.map(stage -> millis(stage.latency().p99())).orElse("–")),
        new Tile(
            "wrong counts in Millrace's runs",
            number(wrong(millraceCascade, millraceLimit, millraceInTrouble))));
  }

  /** The stage of Millrace at the lowest rate of the story that PostgreSQL did not sustain. */
  private Optional<StageResult> atBreak() {
    return measured(countersCascade).stream()
        .filter(stage -> !stage.sustained() && stage.rate() >= Comparison.CASCADE.getFirst())
        .findFirst()
        .flatMap(broken ->
            measured(millraceCascade).stream()
                .filter(stage -> stage.rate() == broken.rate())
                .findFirst());
  }

  /** Bars that compare. */
  public List<Plot> plots() {
    return List.of(limits(), latencies(), bystander(), wrongCounts());
  }

  private Plot limits() {
    return new Plot(
        "Highest rate sustained",
        "events a second with p99 in the limit and no growing lag; the stopgap's is what its timer takes"
            + " out",
        "/s",
        true,
        10,
        List.of(COUNTERS, STOPGAP, MILLRACE),
        List.of(0, 1, 2),
        List.of(
            new Series(
                "rate",
                List.of(countersLimit.sustained(), STOPGAP_LIMIT, millraceLimit.sustained()))));
  }

  private Plot latencies() {
    List<String> categories =
        Comparison.CASCADE.stream().map(rate -> text("%,.0f actions/s", rate)).toList();
    return new Plot(
        "Acknowledgement, p99 from the due time",
        "one action a request; Millrace meanwhile answers questions and feeds live readers",
        " ms",
        true,
        .1,
        categories,
        List.of(),
        List.of(
            new Series(COUNTERS, p99s(countersCascade)),
            new Series(STOPGAP, p99s(stopgap)),
            new Series(MILLRACE, p99s(millraceCascade))));
  }

  private static List<Double> p99s(RunResult run) {
    return Comparison.CASCADE.stream()
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
        List.of(alone, countersCascade, stopgap, millraceCascade, millraceInTrouble, aloneAgain);
    List<String> names = List.of("", COUNTERS, STOPGAP, MILLRACE, MILLRACE, "again");
    List<Integer> colours = List.of(3, 0, 1, 2, 2, 3);
    for (int run = 0; run < runs.size(); run++) {
      for (StageResult stage : measured(runs.get(run))) {
        Quantiles of = stage.watchers().get("bystander");
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
      case "constant" -> text("%s, %,.0f/s", what, stage.rate());
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
            new Series(MILLRACE, wrongs(millraceCascade))));
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
        finding("events repeated").map(Finding::wrong).orElse(0L).doubleValue(),
        0.0);
  }

  private Optional<Finding> finding(String what) {
    return stopgap.findings().stream().filter(finding -> finding.what().equals(what)).findFirst();
  }

  /** Sentences for a reader. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    double before = Math.max(.001, worst(alone));
    double after = Math.max(.001, worst(aloneAgain));
    double calm = (before + after) / 2;
    notes.add(
        "One machine carries everything: the generator, the bystander and its PostgreSQL, and what"
            + " is compared.");
    notes.add(
        text(
            "The bystander's p99 alone is %.1f ms before and %.1f ms after all. Of the mean of both"
                + " it is at most %.1f times as much beside Millrace, in trouble %.1f times; beside"
                + " the eight updates %.1f times.",
            before,
            after,
            worst(millraceCascade) / calm,
            worst(millraceInTrouble) / calm,
            worst(countersCascade) / calm));
    finding("events not yet counted")
        .ifPresent(finding -> notes.add("The stopgap at the end: " + finding.detail() + "."));
    notes.add(
        text(
            "PostgreSQL keeps what it acknowledges (fsync and synchronous_commit on) and vacuums by"
                + " itself. Of its updates %s were HOT, since the counts are indexed; each action"
                + " wrote %s of WAL; up to %s sessions waited for the lock of a row, and %s times a"
                + " thread waited for a connection in vain.",
            fact("HOT updates"),
            fact("WAL").replace(" an action", ""),
            fact("most sessions waiting for a row's lock"),
            fact("pool time-outs")));
    notes.add(
        "The eight updates and the stopgap count what people repeat as often as they send it:"
            + " neither knows an event's identity.");
    return notes;
  }

  private String fact(String name) {
    return countersCascade.facts().getOrDefault(name, "unknown");
  }

  private static double worst(RunResult run) {
    return measured(run).stream()
        .map(stage -> stage.watchers().get("bystander"))
        .filter(Objects::nonNull)
        .mapToDouble(Quantiles::p99)
        .max()
        .orElse(0);
  }

  /** Each run with what it is. */
  public List<Section> sections() {
    return List.of(
        Section.of("The bystander alone", "", alone),
        Section.of(
            "What the team had: " + COUNTERS,
            "each action updates eight counter tables, whose counts are indexed",
            countersCascade),
        Section.of("What the team had: how far it goes", "", countersLimit),
        Section.of("The stopgap: a Redis list and a timer", "", stopgap),
        Section.of(
            "Millrace, the same actions",
            "one event a request, while people ask and watch",
            millraceCascade),
        Section.of("Millrace: how far it goes", "100 events a request", millraceLimit),
        Section.of("Millrace in trouble", "what its bystander notices", millraceInTrouble),
        Section.of("The bystander alone again", "", aloneAgain));
  }

  /** Counts of Millrace that are wrong, which none may be. */
  public boolean millraceIsExact() {
    return wrong(millraceCascade, millraceLimit, millraceInTrouble) == 0;
  }

  private static long wrong(RunResult... runs) {
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
