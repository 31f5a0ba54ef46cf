package dev.millrace.app.demo;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Ranks whose frequency falls with a power of the rank, as that of words, people and features does:
 * P(rank) ~ 1 / (rank + 1)^exponent. Immutable.
 */
public final class Zipf {
  private final double[] cumulative;

  public Zipf(int ranks, double exponent) {
    cumulative = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += Math.pow(rank + 1, -exponent);
      cumulative[rank] = sum;
    }
  }

  /** A rank from 0. */
  public int sample(RandomGenerator random) {
    double target = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, target);
    return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
  }
}
