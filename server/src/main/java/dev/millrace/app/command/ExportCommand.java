package dev.millrace.app.command;

import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.exporting.Exporter;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    header = "Write a running server's events into files, a folder for each day.",
    description = {
      "",
      "Takes an admin key, and writes DIR/day=2026-11-24/part-0.parquet (or .ndjson.gz) for",
      "every day of UTC that has events, with all of their fields. Other tools read them, and",
      "millrace import DIR sends them to a server again, where each counts once.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace export --from 2026-11-01 --key $ADMIN_KEY backup",
      "  millrace export --from 2026-11-01 --to 2026-12-01 --format ndjson backup",
      "",
      "Exit status: 0 all is written, 1 the server failed, 2 wrong usage."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "DIR", description = "Where the files go; made if it is not there.")
  private Path folder = Path.of(".");

  @Option(names = "--from", required = true, paramLabel = "DATE", description = "The first day.")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day after the last one (default: the day after tomorrow).")
  private @Nullable LocalDate to;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description = "parquet or ndjson (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  @Override
  public Integer call() throws IOException {
    LocalDate first = from == null ? LocalDate.EPOCH : from;
    // Clocks may be ahead by a day.
    LocalDate end = to == null ? LocalDate.now(ZoneOffset.UTC).plusDays(2) : to;
    if (!List.of("parquet", "ndjson").contains(format)) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION, "--format is " + format + "; it takes parquet or ndjson");
    }
    if (!first.isBefore(end)) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION, "--from " + first + " is not before --to " + end);
    }
    Terminal terminal = Terminal.of(spec.commandLine());
    try (MillraceClient client = server.connect()) {
      ProgressLine progress = new ProgressLine(terminal, "export", "events", 1);
      Exporter.Result result = new Exporter(client, folder, format, progress).export(first, end);
      terminal.print(
          "@|bold %s|@ events of %s days written"
              .formatted(Terminal.number(result.events()), Terminal.number(result.days())));
      terminal.printPlain("  " + folder.toAbsolutePath().normalize());
      return ExitCode.OK;
    }
  }
}
