package dev.millrace.load;

import dev.millrace.app.command.FailurePrinter;
import dev.millrace.app.command.Terminal;
import dev.millrace.load.TargetOptions.Goal;
import dev.millrace.load.millrace.LiveReaders;
import dev.millrace.load.millrace.Questions;
import dev.millrace.load.millrace.ServerAccess;
import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.postgres.Bystander;
import dev.millrace.load.report.MachineLine;
import dev.millrace.load.report.Report;
import dev.millrace.load.report.Report.Found;
import dev.millrace.load.report.Report.Section;
import dev.millrace.load.report.Report.Tile;
import dev.millrace.load.report.ReportFiles;
import dev.millrace.load.report.TerminalReport;
import dev.millrace.load.run.Limits;
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
      "  millrace load --target postgres --shape ramp --rate 100 --bystander",
      "  millrace load --target redis-stopgap --rate 1000",
      "  millrace load compare                                all of it, in one report",
      "",
      "Exit status: 0 done and valid, 1 failed, wrong counts or invalid, 2 wrong usage."
    })
final class LoadCommand implements Callable<Integer> {
  enum Form {
    CONSTANT,
    RAMP,
    SPIKE,
    SOAK
  }

  private static final Duration SPIKE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final int STEPS_BACK = 2;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final PopulationOptions population = new PopulationOptions();
  @Mixin private final TargetOptions targets = new TargetOptions();

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "constant",
      description = {
        "constant; ramp: from --rate upwards until it breaks;",
        "spike: 10 times --rate for 30 s; soak: constant for an hour."
      })
  private Form form = Form.CONSTANT;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      converter = Rates.class,
      description = "Events a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Of the measured part, or of a ramp's step (default: 1m, soak 1h, ramp 15s).")
  private @Nullable Duration duration;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "15s",
      converter = Durations.class,
      description = "Sent before, and left out of the figures (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Requests under way at once (default: 32; 10000 threads for postgres).")
  private int connections;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Events a request (default: 100; 1 for postgres and redis-stopgap).")
  private int batch;

  @Option(
      names = "--day",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "A day passes in so long, and the rate follows its curve around --rate.")
  private @Nullable Duration day;

  @Option(
      names = "--p99",
      paramLabel = "MS",
      defaultValue = "500",
      description = "A stage above this is not sustained (default: ${DEFAULT-VALUE}).")
  private double p99;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "0",
      converter = Rates.class,
      description = "Questions of a dashboard asked meanwhile, as 50/s (default: none).")
  private double queries;

  @Option(
      names = "--live",
      paramLabel = "N",
      defaultValue = "0",
      description = "Readers that watch live meanwhile (default: none).")
  private int live;

  @Option(
      names = "--bystander",
      paramLabel = "N",
      defaultValue = "0",
      fallbackValue = "100",
      arity = "0..1",
      converter = Rates.class,
      description = {
        "Transactions a second of an ordinary application beside it, in a PostgreSQL",
        "database of its own (100 if no number is given; default: none)."
      })
  private double bystander;

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
    Traits traits = population.traits(token());
    RunOptions options =
        new RunOptions(
            connections > 0 ? connections : usualConnections(),
            batch > 0 ? batch : usualBatch(),
            day == null ? Curve.EVEN : Curve.day(day.toNanos() / 1e9),
            PATIENCE,
            targets.goal() != Goal.POSTGRES,
            RECOVERY,
            new Limits(p99, 1, 25));
    try (Loaded loaded = new Loaded()) {
      targets.open(loaded, traits);
      List<Watcher> watchers = watchers(loaded);
      TerminalProgress progress = new TerminalProgress(terminal);
      RunResult result =
          new Run(loaded.target(), new Population(traits), shape(), options, watchers, progress)
              .execute();
      Section section = Section.of(result.target() + ", " + word(form), "", result);
      TerminalReport.lines(section).forEach(terminal::printPlain);
      Path page = ReportFiles.write(report(section), reportFolder);
      terminal.printPlain("report: " + page);
      return result.valid() && result.exact() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private List<Watcher> watchers(Loaded loaded) throws IOException, SQLException {
    List<Watcher> watchers = new ArrayList<>();
    ServerAccess server = loaded.server();
    if (server != null) {
      if (queries > 0) {
        watchers.add(new Questions(server, queries));
      }
      if (live > 0) {
        watchers.add(new LiveReaders(server, live));
      }
    }
    if (bystander > 0) {
      watchers.add(new Bystander(targets.database(loaded), bystander));
    }
    return watchers;
  }

  private Report report(Section run) {
    List<Tile> tiles = new ArrayList<>();
    if (form == Form.RAMP) {
      tiles.add(
          new Tile("events a second sustained", Terminal.number(Math.round(run.sustained()))));
    }
    run.stages().stream()
        .filter(StageResult::measured)
        .filter(stage -> stage.rate() == run.sustained() || form != Form.RAMP)
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
    tiles.add(new Tile("counts wrong", Terminal.number(wrong(run))));
    return new Report(
        "Load test: " + run.title(),
        OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString(),
        MachineLine.text(),
        "millrace load " + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
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

  private static String word(Form form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  /** An application has as many threads as requests, in front of a pool that is small. */
  private int usualConnections() {
    return targets.goal() == Goal.POSTGRES ? 10_000 : 32;
  }

  private int usualBatch() {
    return targets.goal() == Goal.POSTGRES || targets.goal() == Goal.REDIS_STOPGAP ? 1 : 100;
  }

  private Shape shape() {
    return switch (form) {
      case CONSTANT -> Shape.constant("constant", rate, warmUp, orElse(Duration.ofMinutes(1)));
      case SOAK -> Shape.constant("soak", rate, warmUp, orElse(Duration.ofHours(1)));
      case SPIKE -> Shape.spike(rate, warmUp, orElse(Duration.ofSeconds(90)), SPIKE);
      case RAMP -> new Shape.Ramp(rate, warmUp, orElse(Duration.ofSeconds(15)), STEPS_BACK);
    };
  }

  private Duration orElse(Duration usual) {
    return duration == null ? usual : duration;
  }

  /** Tells the users and events of this run from all others. */
  static String token() {
    return String.format(Locale.ROOT, "r%s", Long.toString(System.currentTimeMillis(), 36));
  }
}
