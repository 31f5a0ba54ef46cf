package dev.millrace.load.run;

import dev.millrace.load.pace.Slot;
import dev.millrace.load.population.Batch;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A batch that is to be sent.
 *
 * @param attempt from 0
 * @param at when, as {@link System#nanoTime} counts
 * @param uncertain whether an earlier attempt may have been taken
 */
record Work(Slot slot, Batch batch, int attempt, long at, boolean uncertain) implements Delayed {
  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.signum(at - ((Work) other).at);
  }
}
