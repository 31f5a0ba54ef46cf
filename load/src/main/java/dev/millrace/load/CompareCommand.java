package dev.millrace.load;

import dev.millrace.app.command.TemporaryFolder;
import dev.millrace.app.command.Terminal;
import dev.millrace.load.compare.Comparison;
import dev.millrace.load.compare.ComparisonReport;
import dev.millrace.load.compare.Troubled;
import dev.millrace.load.millrace.OwnServer;
import dev.millrace.load.millrace.OwnServer.Priority;
import dev.millrace.load.postgres.Bystander;
import dev.millrace.load.postgres.Database;
import dev.millrace.load.report.MachineLine;
import dev.millrace.load.report.Report;
import dev.millrace.load.report.ReportFiles;
import dev.millrace.load.report.TerminalReport;
import dev.millrace.load.run.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    header = "The outage, beside Millrace, in one report.",
    description = {
      "",
      "Runs what the team of the story had (eight indexed updates for each action in",
      "PostgreSQL), their stopgap (a Redis list and a timer), and Millrace, one after the other",
      "with the same 100,000 people, beside an ordinary application whose transactions are",
      "measured all the time. Takes about 16 minutes, and starts and stops all that it needs.",
      "",
      "Exit status: 0 done; 1 a run that is not valid, or wrong counts of Millrace; 2 wrong usage.",
      ""
    })
final class CompareCommand implements Callable<Integer> {
  /** Transactions a second. */
  private static final double BYSTANDER_RATE = 100;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final PopulationOptions population = new PopulationOptions();
  @Mixin private final PartsOptions parts = new PartsOptions();

  @Option(
      names = "--quick",
      description = "A fifth of the time: shows that it works, its figures are coarse.")
  private boolean quick;

  @Option(
      names = "--p99",
      paramLabel = "MS",
      defaultValue = "500",
      description = "A rate above this is not sustained (default: ${DEFAULT-VALUE}).")
  private double p99;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "load-report",
      description = "Where report.json and report.html go (default: ${DEFAULT-VALUE}).")
  private Path reportFolder = Path.of("load-report");

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine());
    parts.check();
    Usage.check(p99 > 0, "--p99 must be more than 0");
    Comparison.Plan plan =
        new Comparison.Plan(
            population.traits(LoadCommand.token()),
            quick ? Duration.ofMillis(200) : Duration.ofSeconds(1),
            parts.pool(),
            Duration.ofSeconds(5),
            parts.oneTransaction(),
            50,
            1_000,
            Limits.of(p99));
    String machine = MachineLine.text(parts.databaseHost());
    ComparisonReport result = run(terminal, plan);
    Report report =
        new Report(
            "Counter tables, a stopgap, and Millrace",
            OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString(),
            machine,
            CommandText.of(spec.parent().commandLine().getParseResult().originalArgs()),
            result.tiles(),
            result.plots(),
            result.notes(),
            result.sections());
    report.runs().forEach(run -> TerminalReport.lines(run).forEach(terminal::printPlain));
    terminal.printPlain("");
    report.tiles().forEach(tile -> terminal.printPlain(tile.value() + "  " + tile.title()));
    report.notes().forEach(terminal::printPlain);
    terminal.printPlain("report: " + ReportFiles.write(report, reportFolder));
    return result.millraceIsExact() && result.isValid() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private ComparisonReport run(Terminal terminal, Comparison.Plan plan)
      throws IOException, SQLException, InterruptedException {
    TerminalProgress progress = new TerminalProgress(terminal);
    try (TemporaryFolder postgresFolder = TemporaryFolder.make();
        TemporaryFolder data = TemporaryFolder.make();
        Database database = parts.database(postgresFolder.path());
        Bystander bystander = Bystander.start(database, BYSTANDER_RATE)) {
      return Comparison.all(
          plan,
          database,
          bystander,
          progress,
          () ->
              new Troubled(
                  OwnServer.launcher(Priority.BEHIND_OTHERS),
                  data.path(),
                  parts.serverFlags(),
                  parts.share()));
    }
  }
}
