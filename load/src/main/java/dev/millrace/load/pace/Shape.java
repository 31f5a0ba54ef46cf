package dev.millrace.load.pace;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which stages a run has. The next one may depend on how the one before it went. */
public sealed interface Shape {

  /**
   * The next stage.
   *
   * @param before how the stage before it went; null at the beginning
   */
  Optional<Stage> next(@Nullable Judgement before);

  /** Whether the target is given time to empty its queues after a stage that it did not sustain. */
  default boolean recovers() {
    return false;
  }

  /** A warm-up, and then stages one after the other. */
  final class Fixed implements Shape {
    private final Iterator<Stage> stages;

    public Fixed(List<Stage> stages) {
      this.stages = List.copyOf(stages).iterator();
    }

    @Override
    public Optional<Stage> next(@Nullable Judgement before) {
      return stages.hasNext() ? Optional.of(stages.next()) : Optional.empty();
    }
  }

  /** The same rate all the time; a soak is the same for long. */
  static Shape constant(String name, double rate, Duration warmUp, Duration duration) {
    return new Fixed(
        warmUp.isZero()
            ? List.of(new Stage(name, rate, duration, true))
            : List.of(
                new Stage("warm-up", rate, warmUp, false), new Stage(name, rate, duration, true)));
  }

  /** Ten times the rate for a while in the middle. */
  static Shape spike(double rate, Duration warmUp, Duration duration, Duration spike) {
    Duration side = duration.minus(spike).dividedBy(2);
    return new Fixed(
        List.of(
            new Stage("warm-up", rate, warmUp, false),
            new Stage("before", rate, side, true),
            new Stage("spike", rate * 10, spike, true),
            new Stage("after", rate, side, true)));
  }

  /**
   * Steps of growing rate until one is not sustained, and then halving the distance between the
   * highest that was and the lowest that was not.
   */
  final class Ramp implements Shape {
    private static final double FACTOR = 1.5;

    private final Duration step;
    private final int refinements;
    private final Duration warmUp;
    private boolean warm;
    private boolean begun;
    private double rate;
    private double sustained;
    private double broken = Double.POSITIVE_INFINITY;
    private int refined;

    /**
     * @param start events a second of the first step
     * @param refinements how often the distance is halved
     */
    public Ramp(double start, Duration warmUp, Duration step, int refinements) {
      this.rate = start;
      this.warmUp = warmUp;
      this.step = step;
      this.refinements = refinements;
      warm = warmUp.isZero();
    }

    @Override
    public boolean recovers() {
      return true;
    }

    /** The highest rate that was sustained, 0 if none was. */
    public double sustained() {
      return sustained;
    }

    @Override
    public Optional<Stage> next(@Nullable Judgement before) {
      if (!warm) {
        warm = true;
        return Optional.of(new Stage("warm-up", rate, warmUp, false));
      }
      if (before != null && begun) {
        if (before == Judgement.SUSTAINED) {
          sustained = rate;
        } else {
          broken = rate;
        }
        if (Double.isInfinite(broken)) {
          rate *= FACTOR;
        } else if (refined++ < refinements) {
          rate = sustained > 0 ? (sustained + broken) / 2 : broken / 2;
        } else {
          return Optional.empty();
        }
      }
      begun = true;
      return Optional.of(new Stage("step", rate, step, true));
    }
  }
}
