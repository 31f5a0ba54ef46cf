package dev.millrace.benchmarks.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of {@code benchmarks/bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures a running Millrace server from outside.",
    subcommands = {
      Ingest.class,
      Freshness.class,
      Readers.class,
      Questions.class,
      Crowd.class,
      Fill.class,
      Alone.class,
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}
