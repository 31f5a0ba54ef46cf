package dev.millrace.store;

/** What a trend measures. {@link #text} is the very text that asked for it. */
public sealed interface Measure {
  String text();

  /** Number of events. */
  record Count(String text) implements Measure {}

  /** Number of distinct people. */
  record People(String text) implements Measure {}

  /** Number of distinct values of a property. */
  record Distinct(String text, Property property) implements Measure {}

  /** Count divided by people. */
  record PerUser(String text) implements Measure {}

  /** A number computed from a property's numeric values; others are ignored. */
  record Aggregate(String text, Function function, Property property) implements Measure {}

  /** Percentiles interpolate linearly between the two nearest values, as SQL's percentile_cont. */
  enum Function {
    SUM,
    MIN,
    MAX,
    AVG,
    MEDIAN,
    P75,
    P90,
    P95,
    P99;

    /** The share of values below it, or not a number if it is no quantile. */
    public double quantile() {
      return switch (this) {
        case SUM, MIN, MAX, AVG -> Double.NaN;
        case MEDIAN -> 0.5;
        case P75 -> 0.75;
        case P90 -> 0.9;
        case P95 -> 0.95;
        case P99 -> 0.99;
      };
    }

    public boolean isQuantile() {
      return !Double.isNaN(quantile());
    }
  }
}
