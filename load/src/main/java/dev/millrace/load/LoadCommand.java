package dev.millrace.load;

import dev.millrace.app.command.FailurePrinter;
import dev.millrace.app.command.Terminal;
import dev.millrace.load.TargetOptions.Goal;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.report.MachineLine;
import dev.millrace.load.report.Report;
import dev.millrace.load.report.Report.Found;
import dev.millrace.load.report.Report.Section;
import dev.millrace.load.report.Report.Tile;
import dev.millrace.load.report.ReportFiles;
import dev.millrace.load.report.TerminalReport;
import dev.millrace.load.run.Run;
import dev.millrace.load.run.RunOptions;
import dev.millrace.load.run.RunResult;
import dev.millrace.load.run.StageResult;
import dev.millrace.load.watch.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "millrace load",
    mixinStandardHelpOptions = true,
    header = "Test at scale: what a server takes, and how fast it answers meanwhile.",
    description = {
      "",
      "Sends what 100,000 people would do, at times that are set beforehand, so that a slow",
      "server shows in the latencies and not in the rate. Afterwards compares the count of every",
      "user and feature with what was acknowledged. Writes report.json and report.html.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace load --key $WRITE_KEY --read-key $READ_KEY --rate 10k",
      "  millrace load --start --shape ramp --rate 20k        a server of its own, until it breaks",
      "  millrace load --start --rate 10k --queries 50/s --live 1000 --duration 5m",
      "  millrace load --target discard --rate 300k           what the generator itself can do",
      "  millrace load --target postgres --shape cascade --bystander",
      "  millrace load --target redis-stopgap --rate 1000",
      "  millrace load compare                                all of it, in one report",
      "",
      "Exit status:",
      "  0  done, valid, and every count right",
      "  1  a server that cannot be used, a run that is not valid, wrong counts, nothing",
      "     acknowledged, a constant rate or soak that was not kept up with (less acknowledged",
      "     than due, p99 above --p99, answers behind), or a ramp that found no rate",
      "  2  wrong usage"
    })
final class LoadCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final PopulationOptions population = new PopulationOptions();
  @Mixin private final ShapeOptions shapes = new ShapeOptions();
  @Mixin private final BesideOptions beside = new BesideOptions();
  @Mixin private final TargetOptions targets = new TargetOptions();

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Requests under way at once (default: 32; 10000 threads for postgres).")
  private @Nullable Integer connections;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Events a request (default: 100; 1 for postgres and redis-stopgap).")
  private @Nullable Integer batch;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "load-report",
      description = "Where report.json and report.html go (default: ${DEFAULT-VALUE}).")
  private Path reportFolder = Path.of("load-report");

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new LoadCommand()).addSubcommand(new CompareCommand());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(96)
        .setUsageHelpAutoWidth(false)
        .setExecutionExceptionHandler(new FailurePrinter());
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine());
    check();
    Traits traits = population.traits(token());
    RunOptions options =
        new RunOptions(
            connections == null ? usualConnections() : connections,
            batch == null ? usualBatch() : batch,
            shapes.curve(),
            PATIENCE,
            targets.goal() != Goal.POSTGRES,
            RECOVERY,
            shapes.limits());
    // Before any of the processors are left to a bystander.
    String machine = MachineLine.text(targets.host());
    try (Loaded loaded = new Loaded()) {
      beside.startBystander(loaded, targets);
      targets.open(loaded, traits);
      List<Watcher> watchers = beside.watchers(loaded);
      RunResult result =
          new Run(
                  loaded.target(),
                  new Population(traits),
                  beside.around(shapes.shape()),
                  options,
                  watchers,
                  new TerminalProgress(terminal))
              .execute();
      Section section = Section.of(result.target() + ", " + shapes.word(), "", result);
      TerminalReport.lines(section).forEach(terminal::printPlain);
      Path page = ReportFiles.write(report(section, machine), reportFolder);
      terminal.printPlain("report: " + page);
      return result.valid() && result.exact() && shapes.isFulfilled(result)
          ? ExitCode.OK
          : ExitCode.SOFTWARE;
    }
  }

  private void check() {
    Usage.check(connections == null || connections > 0, "--connections must be at least 1");
    Usage.check(batch == null || batch > 0, "--batch must be at least 1");
    shapes.check();
    targets.check();
    beside.check(targets.goal());
  }

  private Report report(Section run, String machine) {
    List<Tile> tiles = new ArrayList<>();
    if (shapes.isRamp()) {
      tiles.add(
          new Tile("events a second sustained", Terminal.number(Math.round(run.sustained()))));
    }
    run.stages().stream()
        .filter(StageResult::measured)
        .filter(stage -> stage.rate() == run.sustained() || !shapes.isRamp())
        .findFirst()
        .ifPresent(stage -> {
          tiles.add(
              new Tile(
                  "events a second acknowledged",
                  Terminal.number(Math.round(stage.acknowledgedRate()))));
          tiles.add(new Tile("acknowledgement p50", millis(stage.latency().p50())));
          tiles.add(new Tile("acknowledgement p99", millis(stage.latency().p99())));
          stage
              .watchers()
              .forEach((name, of) -> tiles.add(new Tile(name + " p99", millis(of.p99()))));
        });
    tiles.add(
        new Tile("counts wrong", run.acknowledged() == 0 ? "–" : Terminal.number(wrong(run))));
    return new Report(
        "Load test: " + run.title(),
        OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString(),
        machine,
        CommandText.of(spec.commandLine().getParseResult().originalArgs()),
        tiles,
        List.of(),
        List.of(),
        List.of(run));
  }

  private static long wrong(Section run) {
    return run.findings().stream().mapToLong(Found::wrong).sum();
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%.0f ms", value);
  }

  /** An application has as many threads as requests, in front of a pool that is small. */
  private int usualConnections() {
    return targets.goal() == Goal.POSTGRES ? 10_000 : 32;
  }

  private int usualBatch() {
    return targets.goal() == Goal.POSTGRES || targets.goal() == Goal.REDIS_STOPGAP ? 1 : 100;
  }

  /** Tells the users and events of this run from all others. */
  static String token() {
    return String.format(Locale.ROOT, "r%s", Long.toString(System.currentTimeMillis(), 36));
  }
}
