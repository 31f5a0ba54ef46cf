package dev.millrace.load.run;

import java.util.List;

/**
 * How far answers were behind in a stage: events acknowledged and in no answer yet. Pure.
 *
 * @param told whether the target tells it at all
 * @param samples one for each second, oldest first; NaN where the target did not say
 */
record Lag(boolean told, List<Double> samples) {
  static final Lag UNTOLD = new Lag(false, List.of());

  /** Samples at the end that are averaged. */
  private static final int LAST = 3;

  /** A store that writes in pulses has had one of them in so many samples. */
  private static final int PULSE = 5;

  Lag {
    samples = List.copyOf(samples);
  }

  /** The average of the last samples; NaN if one of them is unknown, or there is none. */
  double atEnd() {
    return samples.stream()
        .skip(Math.max(0, samples.size() - LAST))
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  /**
   * How many more events are behind at the end than in the middle, each time where it was least: a
   * lag that comes and goes with the pulses of a store does not grow. 0 if there are too few
   * samples.
   */
  double growth() {
    int window = Math.min(PULSE, samples.size() / 2);
    if (window < 2) {
      return 0;
    }
    int middle = (samples.size() + 1) / 2;
    double growth = least(samples.size() - window, samples.size()) - least(middle - window, middle);
    return Double.isFinite(growth) ? growth : 0;
  }

  private double least(int from, int to) {
    return samples.subList(from, to).stream()
        .mapToDouble(Double::doubleValue)
        .filter(each -> !Double.isNaN(each))
        .min()
        .orElse(Double.NaN);
  }
}
