package dev.millrace.load;

import dev.millrace.load.population.Traits;
import picocli.CommandLine.Option;

/** Who is imitated. */
final class PopulationOptions {
  private static final int MOST_FEATURES = 1_000;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "100000",
      description = "People, a few of whom do much (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--features",
      paramLabel = "N",
      defaultValue = "100",
      description = "Features that they use, at most 1000 (default: ${DEFAULT-VALUE}).")
  private int features;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed makes the same events (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--hot-user",
      paramLabel = "SHARE",
      defaultValue = "0.02",
      description = "Events of the one who does most (default: ${DEFAULT-VALUE}).")
  private double hotUser;

  @Option(
      names = "--hot-feature",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Events of the feature that all use (default: ${DEFAULT-VALUE}).")
  private double hotFeature;

  @Option(
      names = "--late",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Events of devices that were offline for up to 2 days (${DEFAULT-VALUE}).")
  private double late;

  @Option(
      names = "--repeats",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Events sent twice with the same id (default: ${DEFAULT-VALUE}).")
  private double repeats;

  @Option(
      names = "--retries",
      paramLabel = "SHARE",
      defaultValue = "0.005",
      description = "Requests sent again although acknowledged (default: ${DEFAULT-VALUE}).")
  private double retries;

  @Option(
      names = "--bad",
      paramLabel = "SHARE",
      defaultValue = "0.001",
      description = "Events that must be refused (default: ${DEFAULT-VALUE}).")
  private double bad;

  @Option(
      names = "--think",
      paramLabel = "MS",
      defaultValue = "20000",
      description = "Average pause between two actions of a session (default: ${DEFAULT-VALUE}).")
  private int think;

  Traits traits(String token) {
    Usage.check(
        features <= MOST_FEATURES,
        "--features must be at most " + MOST_FEATURES + ": no answer has more groups");
    try {
      return new Traits(
          seed, token, users, features, hotUser, hotFeature, late, repeats, retries, bad, think);
    } catch (IllegalArgumentException e) {
      throw Usage.wrong(String.valueOf(e.getMessage()));
    }
  }
}
