package dev.millrace.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Stage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Stage STAGE = new Stage("step", 1_000, Duration.ofSeconds(10), true);
  private final Judge judge = new Judge(new Limits(100, 1, 25));

  private static Quantiles p99(double millis) {
    return new Quantiles(1_000, millis / 2, millis, millis, millis, millis, millis / 2);
  }

  private static Lag lag(double... samples) {
    return new Lag(true, Arrays.stream(samples).boxed().toList());
  }

  private static Lag steady(double events) {
    return lag(events, events, events, events);
  }

  private List<String> problems(Lag lag) {
    return judge.problems(STAGE, p99(20), 10_000, 0, 0, lag);
  }

  @Test
  void lagThatGrowsIsAProblemThoughItIsStillSmall() {
    assertThat(problems(lag(0, 100, 200, 300, 400, 500, 600, 700, 800, 900)))
        .singleElement()
        .asString()
        .contains("grew by 500 events");
  }

  @Test
  void lagThatComesAndGoesWithTheStoresPulsesDoesNotGrow() {
    assertThat(problems(lag(10, 700, 900, 1_200, 20, 15, 600, 900, 1_300, 30))).isEmpty();
  }

  @Test
  void lagThatIsNotKnownIsNotNone() {
    assertThat(problems(lag(0, 0, 0, Double.NaN, 0))).hasSize(1);
    assertThat(problems(lag())).hasSize(1);
    assertThat(problems(lag(Double.NaN, 0, 0, 0, 0))).isEmpty();
    assertThat(problems(Lag.UNTOLD)).isEmpty();
  }

  @Test
  void generatorThatTakesTheProcessorsWhileItsSendersAreBusyIsTheBottleneck() {
    assertThat(Judge.isBottleneck(1, 1.9, 2, 2)).isTrue();
    // The target takes the processors, or they are free and the senders wait for it.
    assertThat(Judge.isBottleneck(1, .4, 2, 2)).isFalse();
    assertThat(Judge.isBottleneck(1, 1, 1.2, 2)).isFalse();
    assertThat(Judge.isBottleneck(.1, 1.9, 2, 2)).isFalse();
  }

  @Test
  void sustainedIsWhatWasAcknowledgedInTimeWithoutLag() {
    assertThat(judge.problems(STAGE, p99(20), 10_000, 0, 0, steady(900))).isEmpty();
  }

  @Test
  void eachKindOfFallingBehindIsAProblem() {
    assertThat(judge.problems(STAGE, p99(101), 10_000, 0, 0, Lag.UNTOLD)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 9_700, 0, 0, Lag.UNTOLD)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 10_000, 300, 0, Lag.UNTOLD)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 10_000, 0, 1, Lag.UNTOLD)).hasSize(1);
    assertThat(judge.problems(STAGE, p99(20), 10_000, 0, 0, steady(1_100))).hasSize(1);
  }

  @Test
  void generatorThatIsLateMakesAStageInvalid() {
    assertThat(judge.valid(p99(20), p99(30))).isTrue();
    assertThat(judge.valid(p99(30), p99(40))).isFalse();
    // Beside the latencies of a server that is overloaded it does not show.
    assertThat(judge.valid(p99(30), p99(4_000))).isTrue();
  }

  @Test
  void oneLateRequestOfAFewMakesNoStageInvalid() {
    assertThat(judge.valid(new Quantiles(30, 1, 2, 60, 60, 60, 3), p99(1))).isTrue();
    assertThat(judge.valid(new Quantiles(30, 30, 40, 60, 60, 60, 30), p99(1))).isFalse();
  }
}
