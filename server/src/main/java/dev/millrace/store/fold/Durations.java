package dev.millrace.store.fold;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lengths of time, of which quantiles are wanted. */
final class Durations {
  private long[] values = new long[16];
  private int count;
  private boolean sorted;

  void add(long micros) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = micros;
    sorted = false;
  }

  void add(Durations other) {
    if (count + other.count > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * count, count + other.count));
    }
    System.arraycopy(other.values, 0, values, count, other.count);
    count += other.count;
    sorted = false;
  }

  int count() {
    return count;
  }

  /** Interpolates linearly between the two nearest, as SQL's percentile_cont; null of nothing. */
  @Nullable Double quantile(double share) {
    if (count == 0) {
      return null;
    }
    if (!sorted) {
      Arrays.sort(values, 0, count);
      sorted = true;
    }
    double place = (count - 1) * share;
    int below = (int) place;
    int above = Math.min(below + 1, count - 1);
    return values[below] + (values[above] - values[below]) * (place - below);
  }
}
