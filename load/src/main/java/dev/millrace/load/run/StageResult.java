package dev.millrace.load.run;

import dev.millrace.load.measure.Quantiles;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage has shown.
 *
 * @param rate events a second that were due
 * @param acknowledgedRate events a second that were acknowledged
 * @param unsentEvents due, and never sent since all connections were busy
 * @param givenUpEvents sent, and given up after all attempts
 * @param refusals by reason, in requests
 * @param ownDelay how much later than it should the generator sent, in milliseconds
 * @param waitedShare of requests that found all connections busy
 * @param lagAtEnd events acknowledged and in no answer yet; null if the target does not say
 * @param sustained whether the target kept up with the rate
 * @param problems why it did not
 * @param valid whether the generator was not the bottleneck
 * @param watchers latencies of what went on beside it, by name
 * @param watcherFailures by name
 * @param means of each gauge
 */
public record StageResult(
    int number,
    String name,
    boolean measured,
    double rate,
    double seconds,
    double acknowledgedRate,
    long acknowledgedEvents,
    long unsentEvents,
    long givenUpEvents,
    Map<String, Long> refusals,
    Quantiles latency,
    Quantiles ownDelay,
    double waitedShare,
    @Nullable Double lagAtEnd,
    boolean sustained,
    List<String> problems,
    boolean valid,
    Map<String, Quantiles> watchers,
    Map<String, String> watcherFailures,
    Map<String, Double> means) {}
