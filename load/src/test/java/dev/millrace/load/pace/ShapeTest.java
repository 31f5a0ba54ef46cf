package dev.millrace.load.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Duration STEP = Duration.ofSeconds(10);

  @Test
  void rampClosesInOnTheHighestRateThatIsSustained() {
    Shape.Ramp ramp = new Shape.Ramp(1_000, STEP, STEP, 4);
    double limit = 12_345;
    List<Double> rates = new ArrayList<>();
    Optional<Stage> stage = ramp.next(null);
    while (stage.isPresent()) {
      rates.add(stage.get().rate());
      boolean sustained = stage.get().rate() <= limit;
      stage = ramp.next(sustained ? Judgement.SUSTAINED : Judgement.BROKEN);
    }

    assertThat(ramp.sustained()).isCloseTo(limit, within(limit * .04)).isLessThanOrEqualTo(limit);
    assertThat(rates).hasSizeLessThan(16);
  }

  @Test
  void rampGoesDownWhenTheFirstStepBreaks() {
    Shape.Ramp ramp = new Shape.Ramp(1_000, Duration.ZERO, STEP, 2);

    assertThat(ramp.next(null)).get().extracting(Stage::rate).isEqualTo(1_000.0);
    assertThat(ramp.next(Judgement.BROKEN)).get().extracting(Stage::rate).isEqualTo(500.0);
    assertThat(ramp.next(Judgement.BROKEN)).get().extracting(Stage::rate).isEqualTo(250.0);
    assertThat(ramp.next(Judgement.BROKEN)).isEmpty();
    assertThat(ramp.sustained()).isZero();
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
  }
}
