package dev.millrace.app.command;

import dev.millrace.app.Millrace;
import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.client.ServerAddress;
import dev.millrace.app.demo.Simulation;
import dev.millrace.app.settings.Settings;
import dev.millrace.http.Scope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * A short run of everything in a temporary folder, so that the JDK can record which classes a start
 * needs. The launcher calls it once after a build; the starts after it take half the time.
 */
@Command(name = "train", hidden = true, header = "Prepares fast starts; the launcher calls it.")
final class TrainCommand implements Callable<Integer> {
  private static final int EVENTS = 5_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.make();
        Millrace millrace =
            Millrace.start(
                Settings.of(
                    Map.of(
                        "data", folder.path().toString(),
                        "http.port", "0",
                        "log.port", "0",
                        "log.reserve", "0",
                        "store.reserve", "0")));
        MillraceClient writer = client(millrace, Scope.WRITE);
        MillraceClient reader = client(millrace, Scope.READ)) {
      new Simulation(writer, InstantSource.system(), 1)
          .seed(EVENTS, new ProgressLine(Terminal.of(spec.commandLine()), "train", "k", 1_000));
      JsonNode unused =
          reader.post(
              "/v1/query",
              "{\"kind\":\"trend\",\"measures\":[\"count\",\"uniques\"],\"by\":[\"plan\"]}");
      unused = reader.get("/v1/status");
    }
    return ExitCode.OK;
  }

  private static MillraceClient client(Millrace millrace, Scope scope) {
    return new MillraceClient(new ServerAddress(millrace.url(), millrace.keys().secret(scope)));
  }
}
