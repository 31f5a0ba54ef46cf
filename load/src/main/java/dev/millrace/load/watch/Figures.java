package dev.millrace.load.watch;

import dev.millrace.load.measure.Latencies;
import dev.millrace.load.measure.Quantiles;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What a watcher has measured and what has failed, by stage. Safe for use by many threads. */
public final class Figures {
  private final Latencies latencies = new Latencies();
  private final Map<Integer, Map<String, AtomicLong>> failures = new ConcurrentHashMap<>();
  private volatile int stage;

  /** What comes from now on counts for this stage. */
  public void stage(int number) {
    stage = number;
  }

  public void took(long nanos) {
    latencies.record(stage, nanos);
  }

  public void failed(String reason) {
    failures
        .computeIfAbsent(stage, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(reason, _ -> new AtomicLong())
        .incrementAndGet();
  }

  /** Latencies since the last call. For one thread. */
  public Quantiles sinceLast() {
    return latencies.sinceLast();
  }

  /** Latencies of a stage, in milliseconds. */
  public Quantiles latencies(int number) {
    return latencies.quantiles(number);
  }

  /** What has failed in a stage, empty if nothing. */
  public String failures(int number) {
    return new TreeMap<>(failures.getOrDefault(number, Map.of()))
        .entrySet().stream()
            .map(each -> each.getValue() + " × " + each.getKey())
            .collect(Collectors.joining(", "));
  }
}
