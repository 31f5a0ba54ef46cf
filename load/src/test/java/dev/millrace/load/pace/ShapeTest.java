package dev.millrace.load.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Duration STEP = Duration.ofSeconds(10);

  @Test
  void rampClosesInOnTheHighestRateThatIsSustained() {
    Shape.Ramp ramp = new Shape.Ramp(1_000, STEP, STEP, 4, Duration.ZERO);
    double limit = 12_345;
    List<Double> rates = new ArrayList<>();
    Optional<Stage> stage = ramp.next(null);
    while (stage.isPresent()) {
      rates.add(stage.get().rate());
      boolean sustained = stage.get().rate() <= limit;
      stage = ramp.next(sustained ? Judgement.SUSTAINED : Judgement.BROKEN);
    }

    assertThat(ramp.found().orElseThrow())
        .isCloseTo(limit, within(limit * .04))
        .isLessThanOrEqualTo(limit);
    assertThat(rates).hasSizeLessThan(16);
  }

  @Test
  void rampGoesDownUntilAStepHolds() {
    Shape.Ramp ramp = new Shape.Ramp(1_000, Duration.ZERO, STEP, 1, Duration.ZERO);

    assertThat(rates(ramp, rate -> rate <= 70))
        .containsExactly(1_000.0, 500.0, 250.0, 125.0, 62.5, 93.75);
    assertThat(ramp.found()).hasValue(62.5);
  }

  @Test
  void rampGivesUpAtOneASecond() {
    Shape.Ramp ramp = new Shape.Ramp(5, Duration.ZERO, STEP, 2, STEP);

    assertThat(rates(ramp, rate -> false)).containsExactly(5.0, 2.5, 1.25, 1.0);
    assertThat(ramp.found()).hasValue(0);
  }

  @Test
  void rampTakesATenthLessUntilTheRateHoldsForLonger() {
    Duration longer = Duration.ofSeconds(40);
    Shape.Ramp ramp = new Shape.Ramp(1_000, Duration.ZERO, STEP, 0, longer);
    List<Stage> stages = new ArrayList<>();
    Optional<Stage> next = ramp.next(null);
    while (next.isPresent()) {
      Stage stage = next.get();
      stages.add(stage);
      boolean kept = stage.rate() <= (stage.duration().equals(longer) ? 850 : 1_200);
      next = ramp.next(kept ? Judgement.SUSTAINED : Judgement.BROKEN);
    }

    assertThat(stages)
        .extracting(Stage::name, Stage::rate)
        .containsExactly(
            tuple("step", 1_000.0),
            tuple("step", 1_500.0),
            tuple("confirm", 1_000.0),
            tuple("confirm", 900.0),
            tuple("confirm", 810.0));
    assertThat(ramp.found()).hasValue(810);
  }

  @Test
  void nothingIsDueBeforeAndAfterAShapeThatIsSurrounded() {
    Shape shape = new Shape.Surrounded(new Shape.Ramp(10, STEP, STEP, 0, Duration.ZERO), STEP);

    assertThat(rates(shape, rate -> rate <= 10)).containsExactly(1.0, 10.0, 10.0, 15.0, 1.0);
    assertThat(shape.found()).hasValue(10);
  }

  private static List<Double> rates(Shape shape, DoublePredicate sustained) {
    List<Double> rates = new ArrayList<>();
    Optional<Stage> next = shape.next(null);
    while (next.isPresent()) {
      double rate = next.get().rate();
      rates.add(rate);
      next = shape.next(sustained.test(rate) ? Judgement.SUSTAINED : Judgement.BROKEN);
    }
    return rates;
  }

  @Test
  void warmUpIsNotMeasured() {
    Shape shape = Shape.constant("constant", 10, STEP, STEP);

    assertThat(shape.next(null)).get().extracting(Stage::measured).isEqualTo(false);
    assertThat(shape.next(Judgement.SUSTAINED)).get().extracting(Stage::measured).isEqualTo(true);
    assertThat(shape.next(Judgement.SUSTAINED)).isEmpty();
  }

  @Test
  void spikeIsTenTimesTheRate() {
    Shape shape = Shape.spike(10, STEP, Duration.ofSeconds(90), Duration.ofSeconds(30));
    List<Double> rates = new ArrayList<>();
    for (Optional<Stage> next = shape.next(null);
        next.isPresent();
        next = shape.next(Judgement.BROKEN)) {
      rates.add(next.get().rate());
    }

    assertThat(rates).containsExactly(10.0, 10.0, 100.0, 10.0);
    assertThat(
            rates(
                Shape.spike(10, Duration.ZERO, Duration.ofSeconds(90), Duration.ofSeconds(30)),
                rate -> true))
        .containsExactly(10.0, 100.0, 10.0);
  }
}
