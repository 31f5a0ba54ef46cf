package dev.millrace.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * The program's instruments. A stage is one of {@code ingest log process store query live}; a step
 * is the name of one in its visible list of steps. Safe for use by many threads.
 */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter events =
      Counter.builder()
          .name("millrace_events")
          .help("Events that a stage has finished with.")
          .labelNames("stage")
          .register(registry);
  private final Histogram seconds =
      Histogram.builder()
          .name("millrace_step")
          .unit(Unit.SECONDS)
          .help("How long a step of a stage takes.")
          .labelNames("stage", "step")
          .classicUpperBounds(
              .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .classicOnly()
          .register(registry);
  private final Counter refusals =
      Counter.builder()
          .name("millrace_refusals")
          .help("Events or requests that a stage has refused, by the code of the fault.")
          .labelNames("stage", "code")
          .register(registry);
  private final Counter bytes =
      Counter.builder()
          .name("millrace_accepted")
          .unit(Unit.BYTES)
          .help("Bytes of accepted events, as they were sent, after decompression.")
          .register(registry);

  /** Queue depths by stage and queue: what is in it and what fits. */
  private final Map<List<String>, DoubleSupplier> depths = new ConcurrentHashMap<>();

  private final Map<List<String>, Double> limits = new ConcurrentHashMap<>();

  public Metrics() {
    GaugeWithCallback.builder()
        .name("millrace_queue_depth")
        .help("What waits in a queue, in the queue's own unit.")
        .labelNames("stage", "queue")
        .callback(gauge ->
            depths.forEach(
                (queue, depth) -> gauge.call(depth.getAsDouble(), queue.toArray(String[]::new))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("millrace_queue_limit")
        .help("What fits into a queue, in the queue's own unit.")
        .labelNames("stage", "queue")
        .callback(gauge ->
            limits.forEach((queue, limit) -> gauge.call(limit, queue.toArray(String[]::new))))
        .register(registry);
  }

  public PrometheusRegistry registry() {
    return registry;
  }

  public void events(String stage, long count) {
    events.labelValues(stage).inc(count);
  }

  /** Events that the stage has finished with since the start. */
  public long eventCount(String stage) {
    return events.labelValues(stage).getLongValue();
  }

  public void took(String stage, String step, long nanos) {
    seconds.labelValues(stage, step).observe(nanos / 1e9);
  }

  public void refused(String stage, String code, long count) {
    refusals.labelValues(stage, code).inc(count);
  }

  /** What has been refused since the start. */
  public List<Refusals> refusals() {
    return refusals.collect().getDataPoints().stream()
        .map(point ->
            new Refusals(
                String.valueOf(point.getLabels().get("stage")),
                String.valueOf(point.getLabels().get("code")),
                (long) point.getValue()))
        .toList();
  }

  /** How many events or requests a stage has refused with one code. */
  public record Refusals(String stage, String code, long count) {}

  public void accepted(long byteCount) {
    bytes.inc(byteCount);
  }

  public long acceptedBytes() {
    return bytes.getLongValue();
  }

  /** Registers a queue; the depth is read when the metrics are. */
  public void queue(String stage, String name, long limit, DoubleSupplier depth) {
    limits.put(List.of(stage, name), (double) limit);
    depths.put(List.of(stage, name), depth);
  }

  /** Every queue as it is now. */
  public List<Queue> queues() {
    return depths.entrySet().stream()
        .map(queue ->
            new Queue(
                queue.getKey().getFirst(),
                queue.getKey().getLast(),
                queue.getValue().getAsDouble(),
                limits.getOrDefault(queue.getKey(), 0.0)))
        .toList();
  }

  /** What waits in a queue and what fits, in the queue's own unit. */
  public record Queue(String stage, String name, double depth, double limit) {}

  /** Registers a value that is read when the metrics are. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsDouble()))
        .register(registry);
  }

  /** Registers a total that only grows and is read when the metrics are. */
  public void total(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(counter -> counter.call(value.getAsDouble()))
        .register(registry);
  }
}
