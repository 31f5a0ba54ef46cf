package dev.millrace.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Stage STAGE = new Stage("step", 1_000, Duration.ofSeconds(10), true);
  private final Judge judge = new Judge(new Limits(100, 1, 25));

  private static Quantiles p99(double millis) {
    return new Quantiles(1_000, millis / 2, millis, millis, millis, millis, millis / 2);
  }

  @Test
  void sustainedIsWhatWasAcknowledgedInTimeWithoutLag() {
    assertThat(judge.problems(STAGE, p99(20), 10_000, 0, 0, 900)).isEmpty();
  }

  @Test
  void eachKindOfFallingBehindIsAProblem() {
    assertThat(judge.problems(STAGE, p99(101), 10_000, 0, 0, 0)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 9_700, 0, 0, 0)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 10_000, 300, 0, 0)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 10_000, 0, 1, 0)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 10_000, 0, 0, 1_100)).hasSize(1);
  }

  @Test
  void generatorThatIsLateMakesAStageInvalid() {
    assertThat(judge.valid(p99(20), p99(30))).isTrue();
    assertThat(judge.valid(p99(30), p99(40))).isFalse();
    // Beside the latencies of a server that is overloaded it does not show.
    assertThat(judge.valid(p99(30), p99(4_000))).isTrue();
  }
}
