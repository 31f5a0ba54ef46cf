package dev.millrace.app.command;

import dev.millrace.app.client.MillraceClient;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "rebuild",
    header = "Build views, or the whole store, anew; or compare views with the events.",
    description = {
      "",
      "The version that there is goes on answering until the new one has every event, and new",
      "events are taken all the while. Needs an admin key. The built-in view is activity; others",
      "are declared in millrace.yaml under views. Of a view that is being built already the",
      "end of that is awaited, since it is made of the same events.",
      "",
      "--from-log throws the store away and fills it from the log, views and all. Answers are",
      "incomplete until it is done; events are taken all the while. It is refused when the log",
      "no longer has its first events (log.retention): then export, start a server with an empty",
      "data folder, and import.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace rebuild feature_usage --key $ADMIN_KEY",
      "  millrace rebuild --all --verify",
      "  millrace rebuild --from-log",
      "",
      "Exit status: 0 done and equal, 1 failed or not equal, 2 wrong usage."
    })
final class RebuildCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;
  private static final int STEPS = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "VIEW", arity = "0..1", description = "The view's name.")
  private @Nullable String view;

  @Option(names = "--all", description = "All views, one after the other.")
  private boolean all;

  @Option(
      names = "--verify",
      description = "Change nothing: recompute, and compare with what the view has.")
  private boolean verify;

  @Option(names = "--from-log", description = "The whole store, from the first event on.")
  private boolean fromLog;

  @Override
  public Integer call() throws InterruptedException {
    if (Stream.of(view != null, all, fromLog).filter(chosen -> chosen).count() != 1
        || (fromLog && verify)) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          "name one view, or all of them with --all, or the store with --from-log");
    }
    Terminal terminal = Terminal.of(spec.commandLine());
    boolean good = true;
    try (MillraceClient client = server.connect()) {
      if (fromLog) {
        fillFromLog(client, terminal);
        return ExitCode.OK;
      }
      for (String name : view == null ? names(client) : List.of(view)) {
        good &= verify ? verify(client, terminal, name) : rebuild(client, terminal, name);
      }
    }
    return good ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void fillFromLog(MillraceClient client, Terminal terminal)
      throws InterruptedException {
    long started = System.nanoTime();
    Positions until = Positions.parse(client.post("/v1/rebuild", "").path("until").asString());
    Positions stands;
    try (ProgressLine progress = new ProgressLine(terminal, "store", "events", 1)) {
      progress.start(until.minus(Positions.NONE));
      do {
        Thread.sleep(POLL_MILLIS);
        stands =
            Positions.parse(client.get("/v1/status").path("positions").path("store").asString());
        progress.at(stands.minus(Positions.NONE), stands.minus(Positions.NONE));
      } while (!stands.covers(until));
    }
    terminal.printPlain(
        "store: %,d events from the log in %.1f s"
            .formatted(
                client.get("/v1/status").path("store").path("events").asLong(),
                (System.nanoTime() - started) / 1e9));
  }

  private static List<String> names(MillraceClient client) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : client.get("/v1/views").path("views")) {
      names.add(each.path("name").asString());
    }
    return names.stream().distinct().toList();
  }

  private static boolean rebuild(MillraceClient client, Terminal terminal, String name)
      throws InterruptedException {
    JsonNode begun = client.post("/v1/views/" + name + "/rebuild", "");
    int wanted = begun.path("version").asInt();
    if (newest(begun, name).path("version").asInt() == wanted) {
      terminal.notePlain("%s: version %d is being built already".formatted(name, wanted));
    }
    long started = System.nanoTime();
    JsonNode newest;
    try (ProgressLine progress = new ProgressLine(terminal, name, "‰", 1)) {
      progress.start(STEPS);
      do {
        Thread.sleep(POLL_MILLIS);
        newest = newest(client.get("/v1/views"), name);
        if (newest.path("version").asInt() < wanted) {
          // Asked again, it says the same, unless the server was restarted before it began.
          wanted = client.post("/v1/views/" + name + "/rebuild", "").path("version").asInt();
        } else {
          progress.at(Math.round(newest.path("progress").asDouble() * STEPS));
        }
      } while (newest.path("version").asInt() < wanted
          || newest.path("state").asString().equals("building"));
    }
    boolean ready = newest.path("state").asString().equals("ready");
    terminal.printPlain(
        ready
            ? "%s: built in %.1f s, version %d"
                .formatted(
                    name, (System.nanoTime() - started) / 1e9, newest.path("version").asInt())
            : name + ": " + newest.path("problem").asString());
    return ready;
  }

  /** The newest version of a view; no field is set if there is none. */
  private static JsonNode newest(JsonNode views, String name) {
    return StreamSupport.stream(views.path("views").spliterator(), false)
        .filter(each -> each.path("name").asString().equals(name))
        .reduce((_, later) -> later)
        .orElse(views.path("none"));
  }

  private static boolean verify(MillraceClient client, Terminal terminal, String name) {
    terminal.notePlain(name + ": comparing with the events …");
    JsonNode check = client.post("/v1/views/" + name + "/check", "");
    boolean equal = check.path("equal").asBoolean();
    terminal.printPlain(
        "%s: %,d rows compared, %s"
            .formatted(
                name, check.path("compared").asLong(), equal ? "all equal" : "these differ:"));
    for (JsonNode line : check.path("differing")) {
      terminal.printPlain("  " + line.asString());
    }
    return equal;
  }
}
