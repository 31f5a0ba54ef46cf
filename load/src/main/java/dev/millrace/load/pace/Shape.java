package dev.millrace.load.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Which stages a run has. The next one may depend on how the one before it went. */
public sealed interface Shape {
  /** Actions a second, as in the story: an ordinary day, a good one, the weekend of the outage. */
  List<Double> CASCADE = List.of(100.0, 1_000.0, 10_000.0);

  /** Events a second where a target is to have nothing to do. */
  double QUIET_RATE = 1;

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

  /** The highest rate that was sustained, 0 if none was; empty if the shape looks for none. */
  default OptionalDouble found() {
    return OptionalDouble.empty();
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
    return warmed(warmUp, List.of(new Stage(name, rate, duration, true)));
  }

  /** The stages one after the other, the first one's rate before them. */
  static Shape warmed(Duration warmUp, List<Stage> stages) {
    List<Stage> all = new ArrayList<>(stages);
    if (!warmUp.isZero()) {
      all.addFirst(new Stage("warm-up", stages.getFirst().rate(), warmUp, false));
    }
    return new Fixed(all);
  }

  /**
   * Ten times the rate for a while in the middle.
   *
   * @param duration of all three parts, longer than the spike
   */
  static Shape spike(double rate, Duration warmUp, Duration duration, Duration spike) {
    Duration side = duration.minus(spike).dividedBy(2);
    return warmed(
        warmUp,
        List.of(
            new Stage("before", rate, side, true),
            new Stage("spike", rate * 10, spike, true),
            new Stage("after", rate, side, true)));
  }

  /** Parts before and after another shape in which next to nothing is due. */
  final class Surrounded implements Shape {
    private final Shape inner;
    private final Duration quiet;
    private boolean begun;
    private boolean entered;
    private boolean ended;

    public Surrounded(Shape inner, Duration quiet) {
      this.inner = inner;
      this.quiet = quiet;
    }

    @Override
    public Optional<Stage> next(@Nullable Judgement before) {
      if (!begun) {
        begun = true;
        return Optional.of(new Stage("nothing before", QUIET_RATE, quiet, false));
      }
      Optional<Stage> next = ended ? Optional.empty() : inner.next(entered ? before : null);
      entered = true;
      if (next.isEmpty() && !ended) {
        ended = true;
        return Optional.of(new Stage("nothing after", QUIET_RATE, quiet, false));
      }
      return next;
    }

    @Override
    public boolean recovers() {
      return inner.recovers();
    }

    @Override
    public OptionalDouble found() {
      return inner.found();
    }
  }

  /**
   * Steps of growing rate until one is not sustained, and then halving the distance between the
   * highest that was and the lowest that was not. If the first step is not sustained, down until
   * one is. What was found must keep up once more, for longer; if it does not, a tenth less must.
   */
  final class Ramp implements Shape {
    /** How often the distance is halved where nobody says otherwise. */
    public static final int REFINEMENTS = 2;

    private static final double FACTOR = 1.5;
    private static final double LESS = .9;
    private static final double LEAST = 1;

    private final Duration step;
    private final int refinements;
    private final Duration warmUp;
    private final Duration confirmation;
    private boolean warm;
    private boolean begun;
    private boolean confirming;
    private double rate;
    private double sustained;
    private double broken = Double.POSITIVE_INFINITY;
    private int refined;

    /**
     * @param start events a second of the first step
     * @param refinements how often the distance is halved
     * @param confirmation how long the rate that was found must keep up; zero for no such stage
     */
    public Ramp(
        double start, Duration warmUp, Duration step, int refinements, Duration confirmation) {
      this.rate = start;
      this.warmUp = warmUp;
      this.step = step;
      this.refinements = refinements;
      this.confirmation = confirmation;
      warm = warmUp.isZero();
    }

    @Override
    public boolean recovers() {
      return true;
    }

    @Override
    public OptionalDouble found() {
      return OptionalDouble.of(sustained);
    }

    @Override
    public Optional<Stage> next(@Nullable Judgement before) {
      if (!warm) {
        warm = true;
        return Optional.of(new Stage("warm-up", rate, warmUp, false));
      }
      if (!begun || before == null) {
        begun = true;
        return step();
      }
      boolean kept = before == Judgement.SUSTAINED;
      return confirming ? afterConfirmation(kept) : afterStep(kept);
    }

    private Optional<Stage> step() {
      return Optional.of(new Stage("step", rate, step, true));
    }

    private Optional<Stage> afterStep(boolean kept) {
      if (kept) {
        sustained = rate;
      } else {
        broken = rate;
      }
      if (Double.isInfinite(broken)) {
        rate *= FACTOR;
      } else if (sustained == 0) {
        if (rate <= LEAST) {
          return Optional.empty();
        }
        rate = Math.max(LEAST, rate / 2);
      } else if (refined++ < refinements) {
        rate = (sustained + broken) / 2;
      } else {
        rate = sustained;
        confirming = true;
        return confirmation.isZero() ? Optional.empty() : confirm();
      }
      return step();
    }

    private Optional<Stage> confirm() {
      return Optional.of(new Stage("confirm", rate, confirmation, true));
    }

    private Optional<Stage> afterConfirmation(boolean kept) {
      sustained = kept ? rate : 0;
      rate *= LESS;
      return kept || rate < LEAST ? Optional.empty() : confirm();
    }
  }
}
