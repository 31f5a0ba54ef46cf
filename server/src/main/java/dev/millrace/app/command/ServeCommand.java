package dev.millrace.app.command;

import dev.millrace.app.Millrace;
import dev.millrace.app.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    header = "Run the server.",
    description = {
      "",
      "Starts log, store, query and live in one process and serves them over HTTP until it gets",
      "SIGTERM or SIGINT; then it stops taking events, writes what it has, and ends within 10 s.",
      "The first start makes keys, prints them once, and keeps them in keys.yaml in the data",
      "folder.",
      ""
    },
    footer = {
      "",
      "Every setting is a flag too, such as --ingest.max-body=8MiB: `millrace check` lists them.",
      "",
      "Examples:",
      "  millrace serve",
      "  millrace serve --data /var/lib/millrace --host 0.0.0.0 --port 80",
      "  MILLRACE_LOG_RETENTION=30d millrace serve --config production.yaml",
      "",
      "Exit status: 0 stopped, 1 failed to start or to stop, 2 wrong usage or configuration."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final SettingFlags flags = new SettingFlags();

  SettingFlags flags() {
    return flags;
  }

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    Settings settings = flags.read(System.getenv());
    StopSignals signals = new StopSignals();
    Terminal terminal = Terminal.of(spec.commandLine());
    try (Millrace millrace = Millrace.start(settings)) {
      Greeting.print(terminal, millrace, System.nanoTime() - start);
      signals.await();
      terminal.note("millrace stops: writing what is in the log (again to stop at once) …");
    }
    terminal.note("millrace has stopped.");
    return ExitCode.OK;
  }
}
