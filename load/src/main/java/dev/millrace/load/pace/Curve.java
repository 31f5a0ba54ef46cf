package dev.millrace.load.pace;

import dev.millrace.app.demo.DayCurve;
import java.util.Arrays;

/** How a stage's events are spread over its time. */
@FunctionalInterface
public interface Curve {
  /** Evenly. */
  Curve EVEN = (stage, events) -> events / stage.rate();

  /**
   * When so many events are due.
   *
   * @param events counted from the stage's start
   * @return seconds from the stage's start
   */
  double due(Stage stage, double events);

  /** As over a day, which passes in so many seconds; the stage's rate is the day's average. */
  static Curve day(double secondsADay) {
    int slices = 24 * 60;
    double[] cumulative = new double[slices + 1];
    for (int slice = 0; slice < slices; slice++) {
      cumulative[slice + 1] = cumulative[slice] + DayCurve.at(slice * 24.0 / slices);
    }
    double whole = cumulative[slices];
    return (stage, events) -> {
      double days = events / (stage.rate() * secondsADay);
      double target = (days - Math.floor(days)) * whole;
      int found = Arrays.binarySearch(cumulative, target);
      int slice = Math.clamp(found < 0 ? -found - 2 : found, 0, slices - 1);
      double part = (target - cumulative[slice]) / (cumulative[slice + 1] - cumulative[slice]);
      return (Math.floor(days) + (slice + part) / slices) * secondsADay;
    };
  }
}
