package dev.millrace.benchmarks.server;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
      split = ",",
      defaultValue = "user-5000,user-77,user-99999",
      description = "whose last events are asked for (${DEFAULT-VALUE})")
  private List<String> users = List.of();

  @Override
  public Integer call() throws Exception {
    System.out.printf(
        "| question | source | rows scanned | first ms | p50 ms | p99 ms | max ms |%n|---|---|---:|---:|---:|---:|---:|%n");
    try (Connection reader = target.reader()) {
      Histogram all = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
      for (Map.Entry<String, String> question : QuestionSet.dashboard().entrySet()) {
        all.add(time(reader, question));
      }
      print("**the dashboard's set**", "", 0, "", all);
      Map<String, String> others = new LinkedHashMap<>(QuestionSet.exploring(reader));
      for (Map.Entry<String, String> question : others.entrySet()) {
        Histogram unused = time(reader, question);
      }
      for (String user : users) {
        timePerson(reader, user);
      }
    }
    return 0;
  }

  private Histogram time(Connection reader, Map.Entry<String, String> question) throws IOException {
    long asked = System.nanoTime();
    JsonNode meta = Target.ask(reader, question.getValue()).path("meta");
    String first = millis(System.nanoTime() - asked);
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
        first,
        took);
    return took;
  }

  private void timePerson(Connection reader, String user) throws IOException {
    Histogram took = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    String first = "";
    for (int i = 0; i <= rounds; i++) {
      long start = System.nanoTime();
      Connection.Response response = reader.get("/v1/users/" + user + "/events?limit=50");
      if (response.status() != 200) {
        throw new IOException(response.status() + " " + response.text());
      }
      long nanos = System.nanoTime() - start;
      if (i == 0) {
        first = millis(nanos);
      } else {
        took.recordValue(nanos / 1_000);
      }
    }
    print("last 50 events of " + user, "events", 0, first, took);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }

  private static void print(String title, String source, long rows, String first, Histogram took) {
    System.out.printf(
        "| %s | %s | %,d | %s | %.1f | %.1f | %.1f |%n",
        title,
        source,
        rows,
        first,
        took.getValueAtPercentile(50) / 1e3,
        took.getValueAtPercentile(99) / 1e3,
        took.getMaxValue() / 1e3);
  }
}
