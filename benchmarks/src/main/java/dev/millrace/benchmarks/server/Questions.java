package dev.millrace.benchmarks.server;

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
    description = "Times trends over a large store, from the view and from events.")
final class Questions implements Callable<Integer> {
  private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put("count by day, 30 days", "{'every':'day','from':'-30d'}");
    QUESTIONS.put("count by day and name, 30 days", "{'every':'day','from':'-30d','by':['name']}");
    QUESTIONS.put("count by hour, 7 days", "{'every':'hour','from':'-7d'}");
    QUESTIONS.put("count by day and plan, 30 days", "{'every':'day','from':'-30d','by':['plan']}");
    QUESTIONS.put(
        "sum by day and plan, 30 days",
        "{'every':'day','from':'-30d','by':['plan'],'measures':['sum(amount)']}");
    QUESTIONS.put(
        "count by hour and feature, filtered, 24 h",
        "{'every':'hour','from':'-24h','by':['feature'],"
            + "'where':[{'property':'plan','op':'=','value':['pro','team']}]}");
    QUESTIONS.put(
        "p95 by plan, 7 days",
        "{'every':'none','from':'-7d','by':['plan'],'measures':['p95(amount)']}");
    QUESTIONS.put(
        "exact uniques by day, 30 days",
        "{'every':'day','from':'-30d','measures':['uniques'],'exact':true}");
  }

  @Mixin private final Target target = new Target();

  @Option(names = "--rounds", defaultValue = "20", description = "${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    System.out.printf(
        "| question | source | rows scanned | p50 ms | max ms |%n|---|---|---:|---:|---:|%n");
    try (Connection reader = target.reader()) {
      for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
        String json =
            question.getValue().replace('\'', '"').replaceFirst("\\{", "{\"kind\":\"trend\",");
        JsonNode meta = Target.ask(reader, json).path("meta");
        Histogram took = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
        for (int i = 0; i < rounds; i++) {
          long start = System.nanoTime();
          JsonNode unused = Target.ask(reader, json);
          took.recordValue((System.nanoTime() - start) / 1_000);
        }
        System.out.printf(
            "| %s | %s | %,d | %.1f | %.1f |%n",
            question.getKey(),
            meta.path("source").asString(),
            meta.path("rows_scanned").asLong(),
            took.getValueAtPercentile(50) / 1e3,
            took.getMaxValue() / 1e3);
      }
    }
    return 0;
  }
}
