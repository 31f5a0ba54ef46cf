package dev.millrace.load.report;

import dev.millrace.app.command.Table;
import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.report.Report.Found;
import dev.millrace.load.report.Report.Section;
import dev.millrace.load.run.StageResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The same as tables for a terminal. */
public final class TerminalReport {
  private static final String LIVE = "live";

  private TerminalReport() {}

  public static List<String> lines(Section run) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(run.title());
    if (!run.facts().isEmpty()) {
      lines.add(
          new TreeMap<>(run.facts())
              .entrySet().stream()
                  .map(fact -> fact.getKey() + " " + fact.getValue())
                  .collect(Collectors.joining(" · ")));
    }
    lines.addAll(stages(run));
    if (!run.findings().isEmpty()) {
      lines.add("");
      lines.addAll(findings(run));
    }
    lines.add("");
    lines.add(
        text(
            "%,d events acknowledged, each once; %,d repeats and %,d bad ones among them; %,d with no"
                + " known outcome",
            run.acknowledged(), run.repeated(), run.bad(), run.open()));
    lines.add(
        text("the people's time passed %.0f times as fast as the clock", run.populationSpeed()));
    if (!run.wrongAnswer().isEmpty()) {
      lines.add("WRONG ANSWER: " + run.wrongAnswer());
    }
    if (run.acknowledged() == 0) {
      lines.add("NOTHING WAS ACKNOWLEDGED: there are no counts to be right");
    } else if (!run.exact()) {
      lines.add("WRONG COUNTS, see above");
    }
    if (!run.valid()) {
      lines.add(
          "NOT VALID: the generator was the bottleneck; use fewer connections, larger batches, a"
              + " lower rate, or a machine of its own");
    }
    return lines;
  }

  private static List<String> stages(Section run) {
    TreeSet<String> beside = new TreeSet<>();
    run.stages().forEach(stage -> beside.addAll(stage.watchers().keySet()));
    List<String> headings =
        new ArrayList<>(
            List.of("stage", "due/s", "acked/s", "p50 ms", "p99", "p99.9", "max", "lag"));
    beside.forEach(name -> headings.add(name + " p50/p99"));
    if (beside.contains(LIVE)) {
      headings.add("live updates/s");
    }
    headings.addAll(List.of("own delay p99", "outcome"));
    boolean[] numeric = new boolean[headings.size()];
    for (int column = 1; column < numeric.length - 1; column++) {
      numeric[column] = true;
    }
    Table table = new Table(headings, numeric);
    for (StageResult stage : run.stages()) {
      List<String> cells = new ArrayList<>();
      cells.add(stage.name());
      cells.add(text("%,.0f", stage.rate()));
      cells.add(text("%,.0f", stage.acknowledgedRate()));
      cells.add(millis(stage.latency().p50()));
      cells.add(millis(stage.latency().p99()));
      cells.add(millis(stage.latency().p999()));
      cells.add(millis(stage.latency().max()));
      cells.add(stage.lagAtEnd() == null ? "" : text("%,.0f", stage.lagAtEnd()));
      for (String name : beside) {
        Quantiles of = stage.watchers().get(name);
        cells.add(of == null ? "" : millis(of.p50()) + "/" + millis(of.p99()));
      }
      Quantiles live = stage.watchers().get(LIVE);
      if (live != null) {
        cells.add(text("%,.0f", live.count() / stage.seconds()));
      }
      cells.add(millis(stage.ownDelay().p99()));
      cells.add(outcome(stage));
      table.add(cells);
    }
    return table.lines();
  }

  private static List<String> findings(Section run) {
    Table table =
        new Table(
            List.of("compared", "counts", "wrong", "acknowledged", "found", "how"),
            new boolean[] {false, true, true, true, true, false});
    for (Found found : run.findings()) {
      table.add(
          List.of(
              found.what(),
              text("%,d", found.compared()),
              text("%,d", found.wrong()),
              text("%,d", found.acknowledged()),
              text("%,d", found.found()),
              found.detail()));
    }
    return table.lines();
  }

  /** In words, why a stage was not sustained, and what was refused in it. */
  static String outcome(StageResult stage) {
    List<String> words = new ArrayList<>();
    if (!stage.measured()) {
      words.add("not measured");
    } else if (stage.sustained()) {
      words.add("kept up");
    } else {
      words.addAll(stage.problems());
    }
    stage.refusals().forEach((reason, count) -> words.add(text("%,d requests: %s", count, reason)));
    stage
        .watcherFailures()
        .forEach((name, failures) -> {
          if (!failures.isEmpty()) {
            words.add(name + ": " + failures);
          }
        });
    if (stage.measured() && !stage.valid()) {
      words.add("not valid");
    }
    return String.join("; ", words);
  }

  private static String millis(double value) {
    return text(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
