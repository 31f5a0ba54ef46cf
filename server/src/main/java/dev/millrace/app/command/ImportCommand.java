package dev.millrace.app.command;

import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.client.RequestFailed;
import dev.millrace.app.importing.FieldMapping;
import dev.millrace.app.importing.ImportResult;
import dev.millrace.app.importing.Importer;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    name = "import",
    header = "Send a file of events to a running server.",
    description = {
      "",
      "FILE has one JSON object a line (NDJSON) and may be gzipped. Fields named event, user,",
      "time, id and anonymous are taken as such; --map names others, which are also kept as",
      "properties. So are all other fields, and the members of a field named properties.",
      "",
      "Times are ISO 8601 (UTC if they have no offset) or seconds, milliseconds, microseconds",
      "or nanoseconds since 1970. An event without an id gets one made from the file's name,",
      "the line's number and the line, so importing the same file again counts nothing twice.",
      "",
      "A folder is one that millrace export has written, in Parquet or NDJSON: all fields are",
      "taken as they are. So are those of a single file of it. It is sent over one connection,",
      "in its order, so that answers are the same where events have the same time.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace import events.ndjson --key $WRITE_KEY",
      "  millrace import edits.json.gz --map time=time,user=user,event=channel",
      "  zcat *.gz | millrace import - --url https://events.example.com",
      "",
      "Exit status: 0 all lines are in, 1 some were refused or the server failed, 2 wrong usage."
    })
final class ImportCommand implements Callable<Integer> {
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(120);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(
      paramLabel = "FILE",
      description = "The file, a folder of millrace export, or - for standard input.")
  private String file = "-";

  @Option(
      names = "--map",
      split = ",",
      paramLabel = "FIELD=SOURCE",
      description = "Which field of a line is the event's event, user, time, id or anonymous.")
  private List<String> map = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Events in a request, 1 to 5000 (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "4",
      description = "Requests at a time, 1 to 64 (default: ${DEFAULT-VALUE}); one for an export.")
  private int connections;

  @Option(
      names = "--retry-seconds",
      paramLabel = "N",
      defaultValue = "120",
      description =
          "How long to keep trying when the server is busy or away (default: ${DEFAULT-VALUE}).")
  private int retrySeconds;

  @Option(
      names = "--read-key",
      paramLabel = "KEY",
      description =
          "A read key, to wait until the events are in the answers (default: the key itself,"
              + " which does if it is an admin key).")
  private @Nullable String readKey;

  @Option(names = "--allow-rejected", description = "Exit with 0 even if lines were refused.")
  private boolean allowRejected;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireRange("--batch", batch, 1, 5_000);
    requireRange("--connections", connections, 1, 64);
    requireRange("--retry-seconds", retrySeconds, 0, 86_400);
    FieldMapping mapping = FieldMapping.parse(map);
    Terminal terminal = Terminal.of(spec.commandLine());
    try (MillraceClient client = server.connect()) {
      Importer importer =
          new Importer(
              client,
              mapping,
              new Importer.Options(batch, connections, Duration.ofSeconds(retrySeconds)),
              new ProgressLine(terminal, "import", "MiB", 1 << 20));
      ImportResult result =
          file.equals("-")
              ? importer.importStream(System.in)
              : Files.isDirectory(Path.of(file))
                  ? importer.importExport(Path.of(file))
                  : importer.importFile(path());
      print(terminal, result);
      awaitQueryable(terminal, result.positions());
      return result.refusedCount() == 0 || allowRejected ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private Path path() {
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION, file + " is not a readable file", null, null);
    }
    return path;
  }

  private static void print(Terminal terminal, ImportResult result) {
    double seconds = result.elapsed().toMillis() / 1e3;
    terminal.print(
        String.format(
            Locale.ROOT,
            "@|bold %,d|@ of %,d lines accepted in %.1f s (%,.0f/s)",
            result.accepted(),
            result.lines(),
            seconds,
            result.accepted() / Math.max(seconds, .001)));
    result
        .refused()
        .forEach((code, refused) -> {
          terminal.print("@|bold " + Terminal.number(refused.count()) + "|@ refused: " + code);
          refused
              .examples()
              .forEach(example ->
                  terminal.printPlain("  line " + example.line() + ": " + example.message()));
        });
  }

  /** An event is on disk once it is accepted; a little later it is in every answer. */
  private void awaitQueryable(Terminal terminal, Positions positions) {
    if (positions.size() == 0) {
      return;
    }
    long start = System.nanoTime();
    String question =
        "{\"kind\":\"trend\",\"every\":\"none\",\"from\":\"-1m\",\"after\":\""
            + positions
            + "\",\"timeout\":\""
            + WAIT_LIMIT.toSeconds()
            + "s\"}";
    try (MillraceClient client = readKey == null ? server.connect() : server.connect(readKey)) {
      client.post("/v1/query", question);
      terminal.print(
          String.format(Locale.ROOT, "queryable %.1f s later", (System.nanoTime() - start) / 1e9));
    } catch (RequestFailed refused) {
      if (refused.status() == 403) {
        terminal.note("not waited until they are queryable: give a read key with --read-key");
      } else {
        terminal.notePlain("not waited until they are queryable: " + refused.getMessage());
      }
    }
  }

  private static void requireRange(String flag, int value, int min, int max) {
    if (value < min || value > max) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          flag + " is " + value + "; it takes a number from " + min + " to " + max);
    }
  }
}
