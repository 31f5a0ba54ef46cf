package dev.millrace.app.command;

import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.client.RequestFailed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "tail",
    header = "Watch events as they come in.",
    description = {
      "",
      "Prints a line for each event, the newest last, until it is stopped. When more come in",
      "than a terminal can show, some are left out, and a line says so. A server that restarts",
      "is waited for.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace tail",
      "  millrace tail --name purchase --user ada",
      "  millrace tail --json | jq .properties"
    })
final class TailCommand implements Callable<Integer> {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** While so many come in that a page would not last for the usual interval. */
  private static final Duration BUSY_INTERVAL = Duration.ofMillis(50);

  /** The most that the server gives at once. */
  private static final int PAGE = 1_000;

  /** New events of a page, with which the next may come sooner than others get lost. */
  private static final int BUSY_EVENTS = PAGE / 4;

  /** Ids that were shown already: several pages, so that none is shown twice. */
  private static final int MAX_SHOWN = 20 * PAGE;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final ClientOptions server = new ClientOptions();

  @Option(names = "--name", paramLabel = "EVENT", description = "Only events of this name.")
  private @Nullable String name;

  @Option(names = "--user", paramLabel = "USER", description = "Only events of this user.")
  private @Nullable String user;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "10",
      description = "Earlier events to begin with, 0 to 1000 (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Option(names = "--json", description = "Print each event as JSON.")
  private boolean json;

  @Option(names = "--once", description = "Print the earlier events and end.")
  private boolean once;

  private final Set<String> shown = new LinkedHashSet<>();

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine());
    try (MillraceClient client = server.connect()) {
      // The first request fails loudly: a wrong address or key does not mend itself.
      List<JsonNode> first = fetch(client);
      int begin = Math.clamp(lines, 0, PAGE);
      markShown(first);
      print(terminal, first.subList(Math.max(0, first.size() - begin), first.size()));
      boolean away = false;
      boolean busy = false;
      while (!once) {
        Thread.sleep(busy && !away ? BUSY_INTERVAL : INTERVAL);
        try {
          busy = show(terminal, fetch(client)) > BUSY_EVENTS;
          if (away) {
            terminal.note("@|faint the server is back|@");
          }
          away = false;
        } catch (RequestFailed e) {
          if (e.status() != 0 && e.status() < 500 && e.status() != 429) {
            throw e;
          }
          if (!away) {
            terminal.notePlain(e.getMessage() + ": waiting for it");
          }
          away = true;
        }
      }
    }
    return ExitCode.OK;
  }

  /** The newest page, oldest first. */
  private List<JsonNode> fetch(MillraceClient client) {
    JsonNode answer =
        client.get("/v1/events?limit=" + PAGE + parameter("name", name) + parameter("user", user));
    JsonNode list = answer.isArray() ? answer : answer.path("events");
    return new ArrayList<>(list.valueStream().toList()).reversed();
  }

  /** Prints what is new and says how much that is. */
  private int show(Terminal terminal, List<JsonNode> page) {
    List<JsonNode> fresh = page.stream().filter(event -> !shown.contains(id(event))).toList();
    if (fresh.size() == page.size() && page.size() == PAGE) {
      terminal.note("@|faint … more came in than can be shown …|@");
    }
    markShown(fresh);
    print(terminal, fresh);
    return fresh.size();
  }

  private void markShown(List<JsonNode> events) {
    events.forEach(event -> shown.add(id(event)));
    while (shown.size() > MAX_SHOWN) {
      shown.remove(shown.iterator().next());
    }
  }

  private void print(Terminal terminal, List<JsonNode> events) {
    for (JsonNode event : events) {
      if (json) {
        terminal.printPlain(event.toString());
      } else {
        terminal.printPlain(EventLine.of(event));
      }
    }
  }

  private static String id(JsonNode event) {
    return event.path("id").asString("");
  }

  private static String parameter(String field, @Nullable String value) {
    return value == null
        ? ""
        : "&" + field + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
