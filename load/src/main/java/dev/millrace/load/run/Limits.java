package dev.millrace.load.run;

/**
 * When a stage counts as sustained, and when a run cannot be believed.
 *
 * @param p99Millis of acknowledgements
 * @param lagSeconds events acknowledged and not yet in an answer, in seconds of the stage's rate
 * @param ownDelayMillis how late, at the 99th percentile, the generator itself may be
 */
public record Limits(double p99Millis, double lagSeconds, double ownDelayMillis) {
  /** Of what is due, so much must be acknowledged in its stage. */
  static final double ACKNOWLEDGED_SHARE = .98;

  public static Limits of(double p99Millis) {
    return new Limits(p99Millis, 1, 25);
  }
}
