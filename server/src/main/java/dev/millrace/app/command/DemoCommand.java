package dev.millrace.app.command;

import dev.millrace.app.Millrace;
import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.client.RequestFailed;
import dev.millrace.app.client.ServerAddress;
import dev.millrace.app.demo.Population;
import dev.millrace.app.demo.Simulation;
import dev.millrace.app.settings.Settings;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    header = "See everything at work: a server and 100,000 simulated users.",
    description = {
      "",
      "Runs a server in a temporary folder, fills the last 24 hours with what 100,000 people",
      "did, and goes on with live traffic until it is stopped. All of it goes through the",
      "HTTP API, as a client's events would.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace demo",
      "  millrace demo --rate 5000 --port 9000",
      "  millrace demo --data ./demo-data     keeps the data"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int MAX_RATE = 100_000;
  private static final long MAX_EVENTS = 100_000_000;
  private static final Duration SIMULATION_STOP_LIMIT = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  private final SettingFlags flags = new SettingFlags();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Live events a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "400000",
      description = "Events of the last 24 hours, about (default: ${DEFAULT-VALUE}).")
  private long events;

  SettingFlags flags() {
    return flags;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rate < 0 || rate > MAX_RATE || events < 0 || events > MAX_EVENTS) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          "--rate takes 0 to " + MAX_RATE + ", --events 0 to " + MAX_EVENTS);
    }
    StopSignals signals = new StopSignals();
    if (flags.isGiven("data")) {
      run(signals, flags.read(System.getenv()));
      return ExitCode.OK;
    }
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      flags.addDefault("data", folder.path().toString());
      run(signals, flags.read(System.getenv()));
    }
    return ExitCode.OK;
  }

  private void run(StopSignals signals, Settings settings) throws InterruptedException {
    long start = System.nanoTime();
    Terminal terminal = Terminal.of(spec.commandLine());
    terminal.note("millrace starts …");
    try (Millrace millrace = Millrace.start(settings)) {
      greet(terminal, millrace, System.nanoTime() - start);
      Thread simulation =
          Thread.ofPlatform().name("millrace-demo").start(() -> simulate(terminal, millrace));
      signals.await();
      terminal.note("millrace stops …");
      simulation.interrupt();
      simulation.join(SIMULATION_STOP_LIMIT);
    }
  }

  private static void greet(Terminal terminal, Millrace millrace, long startNanos) {
    String readKey = millrace.keys().secret(Scope.READ);
    Greeting.printReady(terminal, millrace, startNanos);
    terminal.print("");
    // Its data is made up, so the link may open everything.
    String adminKey = millrace.keys().secret(Scope.ADMIN);
    terminal.print("  dashboard  @|bold " + millrace.url() + "/#key=" + adminKey + "|@");
    terminal.print("  write key  " + millrace.keys().secret(Scope.WRITE));
    terminal.print("  read key   " + readKey);
    terminal.print("");
    terminal.print("In another terminal:");
    terminal.printPlain("  export MILLRACE_URL=" + millrace.url() + " MILLRACE_KEY=" + readKey);
    terminal.printPlain("  millrace query 'count, uniques by feature from -1d every none'");
    terminal.printPlain("  millrace tail");
    terminal.print("");
  }

  private void simulate(Terminal terminal, Millrace millrace) {
    ServerAddress address = new ServerAddress(millrace.url(), millrace.keys().secret(Scope.WRITE));
    try (MillraceClient client = new MillraceClient(address)) {
      Simulation simulation = new Simulation(client, InstantSource.system(), System.nanoTime());
      if (events > 0) {
        terminal.note(
            "filling the last 24 hours of " + Terminal.number(Population.PEOPLE) + " people …");
        long accepted = simulation.seed(events, new ProgressLine(terminal, "history", "k", 1_000));
        terminal.note(Terminal.number(accepted) + " events of the last 24 hours are in.");
      }
      terminal.note("live: " + Terminal.number(rate) + " events/s until you press Ctrl+C.");
      if (rate > 0) {
        simulation.live(rate);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RequestFailed e) {
      if (!Thread.currentThread().isInterrupted()) {
        terminal.notePlain("the simulation has ended: " + e.getMessage());
      }
    }
  }
}
