package dev.millrace.app.status;

import dev.millrace.app.settings.AllSettings;
import dev.millrace.app.settings.Setting;
import dev.millrace.app.settings.Settings;
import dev.millrace.metrics.Metrics.Queue;
import dev.millrace.metrics.Metrics.Refusals;
import dev.millrace.process.ProcessStatus;
import dev.millrace.store.StoreStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code GET /v1/status} answers. */
public final class StatusReport {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A lag that a healthy server never has. */
  private static final double LAG_PROBLEM_SECONDS = 10;

  /** Queues beyond which requests are refused; beyond the others they wait. */
  private static final Set<String> REFUSING =
      Set.of(
          "ingest memory_bytes",
          "ingest waiting_requests",
          "log buffer",
          "query queued",
          "query funnels_queued",
          "query waiting",
          "live readers",
          "live questions");

  private final Pipeline pipeline;
  private final Settings settings;
  private final Path data;
  private final InstantSource clock;
  private final Instant started;

  /**
   * @param data the folder whose disk is reported
   */
  public StatusReport(Pipeline pipeline, Settings settings, Path data, InstantSource clock) {
    this.pipeline = pipeline;
    this.settings = settings;
    this.data = data;
    this.clock = clock;
    started = clock.instant();
  }

  /** One line of JSON. */
  public byte[] json() {
    return JSON.writeValueAsBytes(read());
  }

  private ObjectNode read() {
    StoreStatus store = pipeline.storeStatus();
    ObjectNode report = JSON.createObjectNode();
    report.put("version", Version.text());
    report.put("started", started.toString());
    report.put("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
    report.put("ready", pipeline.readiness().refusal().isEmpty());
    ProcessStatus process = pipeline.process();
    problems(report.putArray("problems"), store, process);
    ObjectNode lag = report.putObject("lag");
    long lagEvents = pipeline.lagEvents();
    if (lagEvents == Pipeline.UNKNOWN) {
      lag.putNull("events");
    } else {
      lag.put("events", lagEvents);
    }
    lag.put("seconds", rounded(process.lagSeconds()));
    ObjectNode seen = report.putObject("processed");
    seen.put("stored", process.stored());
    seen.put("repeats", process.repeats());
    seen.put("poison", process.poison());
    seen.put("lost", process.lost());
    positions(report.putObject("positions"));
    stages(report.putObject("stages"));
    bytes(report.putObject("bytes"), store);
    ObjectNode kept = report.putObject("store");
    kept.put("engine", store.engine());
    kept.put("events", store.events());
    disk(report.putObject("disk"), store);
    memory(report.putObject("memory"));
    limits(report.putObject("limits"));
    return report;
  }

  /** What is wrong now, each with what to do about it. */
  private void problems(ArrayNode problems, StoreStatus store, ProcessStatus process) {
    pipeline
        .readiness()
        .refusal()
        .ifPresent(why ->
            problem(
                problems,
                "log",
                why,
                "events are answered 503 and clients retry; free disk or see the server's log"));
    if (store.problem() != null) {
      problem(
          problems,
          "store",
          store.problem(),
          "events are still taken and wait in the log; the store is tried again by itself");
    } else if (process.problem() != null) {
      problem(
          problems,
          "process",
          process.problem(),
          "events are still taken and wait in the log; it is tried again by itself");
    } else if (process.lagSeconds() > LAG_PROBLEM_SECONDS) {
      problem(
          problems,
          "process",
          "the store is " + Math.round(process.lagSeconds()) + " s behind the log",
          "it catches up when less comes in; if it never does, the machine is too small");
    }
    for (Queue queue : pipeline.metrics().queues()) {
      boolean full = queue.limit() > 0 && queue.depth() >= queue.limit();
      if (full && REFUSING.contains(queue.stage() + " " + queue.name())) {
        problem(
            problems,
            queue.stage(),
            "its queue " + queue.name() + " is full",
            "requests beyond it are answered 503; its limit is a setting");
      }
    }
  }

  private static void problem(ArrayNode problems, String stage, String what, String hint) {
    problems.addObject().put("stage", stage).put("problem", what).put("hint", hint);
  }

  private void positions(ObjectNode positions) {
    positions.put("log_id", pipeline.eventLog().id());
    positions.put("log_end", pipeline.logEnd().toString());
    positions.put("store", pipeline.storePositions().toString());
  }

  private void stages(ObjectNode stages) {
    List<Refusals> refusals = pipeline.metrics().refusals();
    List<Queue> queues = pipeline.metrics().queues();
    for (String name : Rates.STAGES) {
      ObjectNode stage = stages.putObject(name);
      stage.put("events", pipeline.metrics().eventCount(name));
      stage.put("per_second", rounded(pipeline.rates().overSecond(name)));
      stage.put("per_second_1m", rounded(pipeline.rates().overMinute(name)));
      ObjectNode refused = stage.putObject("refused");
      refusals.stream()
          .filter(each -> each.stage().equals(name))
          .forEach(each -> refused.put(each.code(), each.count()));
      ObjectNode waiting = stage.putObject("queues");
      queues.stream()
          .filter(each -> each.stage().equals(name))
          .forEach(each ->
              waiting
                  .putObject(each.name())
                  .put("depth", Math.round(each.depth()))
                  .put("limit", Math.round(each.limit())));
    }
  }

  private void bytes(ObjectNode bytes, StoreStatus store) {
    bytes.put("accepted", pipeline.metrics().acceptedBytes());
    bytes.put("log_written", pipeline.eventLog().bytesWritten());
    bytes.put("store_written", store.bytesWritten());
    bytes.put("write_amplification", rounded(pipeline.writeAmplification()));
  }

  private void disk(ObjectNode disk, StoreStatus store) {
    disk.put("log_bytes", pipeline.eventLog().bytesOnDisk());
    disk.put("store_bytes", store.bytesOnDisk());
    try {
      disk.put("free_bytes", Files.getFileStore(data).getUsableSpace());
    } catch (IOException _) {
      disk.putNull("free_bytes");
    }
  }

  private static void memory(ObjectNode memory) {
    Runtime runtime = Runtime.getRuntime();
    memory.put("heap_used_bytes", runtime.totalMemory() - runtime.freeMemory());
    memory.put("heap_max_bytes", runtime.maxMemory());
    memory.put("resident_bytes", residentBytes());
  }

  /** What the system has given the process, 0 where it does not say. */
  private static long residentBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  private void limits(ObjectNode limits) {
    for (Setting<?> setting : AllSettings.LIST) {
      if (!setting.secret()) {
        limits.put(setting.name(), text(setting));
      }
    }
  }

  private <T> String text(Setting<T> setting) {
    return setting.type().print(settings.get(setting));
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
