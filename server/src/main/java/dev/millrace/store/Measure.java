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
    P99
  }
}
