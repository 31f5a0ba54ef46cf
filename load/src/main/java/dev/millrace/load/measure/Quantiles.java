package dev.millrace.load.measure;

import org.HdrHistogram.Histogram;

/** What is left of a histogram in a report: milliseconds, 0 when there is nothing. */
public record Quantiles(
    long count, double p50, double p90, double p99, double p999, double max, double mean) {

  /** Of a histogram that others may still record into. */
  public static Quantiles of(Histogram recorded) {
    // Its iterators do not bear that the histogram grows meanwhile; adding it up does.
    Histogram histogram =
        new Histogram(
            recorded.getHighestTrackableValue(), recorded.getNumberOfSignificantValueDigits());
    histogram.add(recorded);
    return new Quantiles(
        histogram.getTotalCount(),
        millis(histogram, 50),
        millis(histogram, 90),
        millis(histogram, 99),
        millis(histogram, 99.9),
        millis(histogram, 100),
        Math.round(histogram.getMean()) / 1_000.0);
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0
        ? 0
        : histogram.getValueAtPercentile(percentile) / 1_000.0;
  }
}
