package dev.millrace.load.watch;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What has failed, by stage and reason. Safe for use by many threads. */
public final class Failures {
  private final Map<Integer, Map<String, AtomicLong>> counts = new ConcurrentHashMap<>();

  public void add(int stage, String reason) {
    counts
        .computeIfAbsent(stage, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(reason, _ -> new AtomicLong())
        .incrementAndGet();
  }

  /** Of a stage, empty if nothing has failed. */
  public String text(int stage) {
    return new TreeMap<>(counts.getOrDefault(stage, Map.of()))
        .entrySet().stream()
            .map(each -> each.getValue() + " × " + each.getKey())
            .collect(Collectors.joining(", "));
  }
}
