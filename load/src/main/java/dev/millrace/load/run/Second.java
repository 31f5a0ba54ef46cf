package dev.millrace.load.run;

import dev.millrace.load.measure.Quantiles;
import java.util.Map;

/**
 * One second of a run.
 *
 * @param at seconds since the run's start, at its end
 * @param dueRate events a second that were due
 * @param acknowledgedRate events a second that were acknowledged
 * @param refusedRate events a second whose requests were refused or lost
 * @param gauges of target, machine and watchers, by name
 */
public record Second(
    double at,
    int stage,
    double dueRate,
    double acknowledgedRate,
    double refusedRate,
    Quantiles latency,
    Map<String, Double> gauges) {
  public Second {
    gauges = Map.copyOf(gauges);
  }

  public double gauge(String name) {
    return gauges.getOrDefault(name, 0.0);
  }
}
