package dev.millrace.load.millrace;

import dev.millrace.event.Positions;
import dev.millrace.load.target.Finding;
import dev.millrace.load.target.Gauges;
import dev.millrace.load.target.Ledger;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A Millrace server. */
public final class MillraceTarget implements Target {
  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(2);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);
  private static final Pattern CPU_SECONDS =
      Pattern.compile("^process_cpu_seconds_total\\s+(\\S+)", Pattern.MULTILINE);

  private final ServerAccess server;
  private final String token;
  private final Map<String, String> facts;
  private final AtomicReference<Positions> reached = new AtomicReference<>(Positions.NONE);

  /**
   * @param facts about how the server was started, as far as they are known
   */
  public MillraceTarget(ServerAccess server, String token, Map<String, String> facts) {
    this.server = server;
    this.token = token;
    this.facts = Map.copyOf(facts);
  }

  @Override
  public String title() {
    return "Millrace";
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> all = new HashMap<>(facts);
    try {
      JsonNode status = server.get("/v1/status", STATUS_PATIENCE);
      all.put("version", status.path("version").asString(""));
      all.put("store", status.path("store").path("engine").asString(""));
    } catch (IOException _) {
      // It does not answer, which the run itself shows.
    }
    return all;
  }

  @Override
  public Sender open() throws IOException {
    return MillraceSender.checked(
        server.url(),
        server.writeKey(),
        token,
        ANSWER_PATIENCE,
        positions -> reached.accumulateAndGet(positions, Positions::max));
  }

  @Override
  public Map<String, Double> gauges() {
    Map<String, Double> gauges = new HashMap<>();
    try {
      JsonNode status = server.get("/v1/status", STATUS_PATIENCE);
      JsonNode lag = status.path("lag").path("events");
      if (lag.isNumber()) {
        gauges.put(Gauges.LAG_EVENTS, lag.asDouble());
      }
      gauges.put("lag.seconds", status.path("lag").path("seconds").asDouble(0));
      gauges.put(Gauges.TARGET_BYTES, status.path("memory").path("resident_bytes").asDouble(0));
      gauges.put("memory.heap.bytes", status.path("memory").path("heap_used_bytes").asDouble(0));
      gauges.put(
          "write.amplification", status.path("bytes").path("write_amplification").asDouble(0));
      status
          .path("stages")
          .properties()
          .forEach(stage ->
              stage
                  .getValue()
                  .path("queues")
                  .properties()
                  .forEach(queue ->
                      gauges.put(
                          Gauges.QUEUE + stage.getKey() + "." + queue.getKey(),
                          percentOfLimit(queue.getValue()))));
      Matcher cpu = CPU_SECONDS.matcher(server.text("/metrics", STATUS_PATIENCE));
      if (cpu.find()) {
        gauges.put(Gauges.TARGET_CPU_SECONDS, Double.parseDouble(cpu.group(1)));
      }
    } catch (IOException _) {
      gauges.put("silent", 1.0);
    }
    return gauges;
  }

  private static double percentOfLimit(JsonNode queue) {
    double limit = queue.path("limit").asDouble(0);
    return limit > 0 ? 100 * queue.path("depth").asDouble(0) / limit : 0;
  }

  @Override
  public boolean tellsLag() {
    return true;
  }

  @Override
  public List<Finding> check(Ledger ledger) throws InterruptedException {
    return new CountCheck(server, token, reached.get()).compare(ledger);
  }

  @Override
  public void close() {
    // Somebody else's server.
  }
}
