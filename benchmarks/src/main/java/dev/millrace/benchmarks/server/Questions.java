package dev.millrace.benchmarks.server;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Times a fixed set of questions, one after the other, as one person would ask them. */
@Command(
    name = "questions",
    mixinStandardHelpOptions = true,
    description = "Times questions over a large store, from views and from events.")
final class Questions implements Callable<Integer> {
  @Mixin private final Target target = new Target();

  @Option(names = "--rounds", defaultValue = "20", description = "${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--user",
      defaultValue = "user-5000",
      description = "whose last events are asked for (${DEFAULT-VALUE})")
  private String user = "";

  @Override
  public Integer call() throws Exception {
    System.out.printf(
        "| question | source | rows scanned | p50 ms | p99 ms | max ms |%n|---|---|---:|---:|---:|---:|%n");
    try (Connection reader = target.reader()) {
      Histogram all = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
      for (Map.Entry<String, String> question : QuestionSet.dashboard().entrySet()) {
        all.add(time(reader, question));
      }
      print("**the dashboard's set**", "", 0, all);
      Map<String, String> others = new LinkedHashMap<>(QuestionSet.exploring(reader));
      for (Map.Entry<String, String> question : others.entrySet()) {
        Histogram unused = time(reader, question);
      }
      timePerson(reader);
    }
    return 0;
  }

  private Histogram time(Connection reader, Map.Entry<String, String> question) throws IOException {
    JsonNode meta = Target.ask(reader, question.getValue()).path("meta");
    Histogram took = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      JsonNode unused = Target.ask(reader, question.getValue());
      took.recordValue((System.nanoTime() - start) / 1_000);
    }
    print(
        question.getKey(),
        meta.path("source").asString(),
        meta.path("rows_scanned").asLong(),
        took);
    return took;
  }

  private void timePerson(Connection reader) throws IOException {
    Histogram took = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      Connection.Response response = reader.get("/v1/users/" + user + "/events?limit=50");
      if (response.status() != 200) {
        throw new IOException(response.status() + " " + response.text());
      }
      took.recordValue((System.nanoTime() - start) / 1_000);
    }
    print("one person's last 50 events", "events", 0, took);
  }

  private static void print(String title, String source, long rows, Histogram took) {
    System.out.printf(
        "| %s | %s | %,d | %.1f | %.1f | %.1f |%n",
        title,
        source,
        rows,
        took.getValueAtPercentile(50) / 1e3,
        took.getValueAtPercentile(99) / 1e3,
        took.getMaxValue() / 1e3);
  }
}
