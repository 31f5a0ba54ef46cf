package dev.millrace.load.pace;

import java.time.Duration;

/**
 * A part of a run in which events are due at one rate.
 *
 * @param rate events a second
 * @param measured whether its figures count; a warm-up's do not
 */
public record Stage(String name, double rate, Duration duration, boolean measured) {
  public Stage {
    if (!(rate > 0) || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a stage has a rate and a duration");
    }
  }

  double seconds() {
    return duration.toNanos() / 1e9;
  }
}
