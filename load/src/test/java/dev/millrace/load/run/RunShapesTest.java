package dev.millrace.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.discard.DiscardTarget;
import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.population.Batch;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import dev.millrace.load.target.Delivery;
import dev.millrace.load.target.Gauges;
import dev.millrace.load.target.Sender;
import dev.millrace.load.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunShapesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  private static RunResult run(Target target, Traits traits, Shape shape, RunOptions options)
      throws InterruptedException {
    return new Run(target, new Population(traits), shape, options, List.of(), new Silence())
        .execute();
  }

  /** People who send everything once, or everything twice. */
  private static Traits people(boolean twice) {
    return new Traits(3, "run", 2_000, 50, .02, .2, 0, 0, twice ? 1 : 0, 0, 20_000);
  }

  private static RunOptions options(int connections, int batch, Limits limits) {
    return new RunOptions(connections, batch, Curve.EVEN, LONG, true, SECOND, limits);
  }

  /** A connection that does something with each batch. */
  private interface Use extends Sender {
    @Override
    default void close() {}
  }

  private static Use slow(int millis) {
    return _ -> {
      Thread.sleep(millis);
      return new Delivery.Acknowledged();
    };
  }

  @Test
  void spikeSendsTenTimesAsMuchForItsTime() throws IOException, InterruptedException {
    try (Target target = new DiscardTarget("run")) {
      RunResult result =
          run(
              target,
              people(false),
              Shape.spike(500, Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(2)),
              options(8, 50, Limits.of(500)));

      assertThat(result.stages())
          .extracting(StageResult::acknowledgedEvents)
          .containsExactly(500L, 10_000L, 500L);
    }
  }

  @Test
  void rampThatNoAnswerIsFastEnoughForGoesDownAndFindsNothing()
      throws IOException, InterruptedException {
    try (Target target = new DiscardTarget("run")) {
      RunResult result =
          run(
              target,
              people(false),
              new Shape.Ramp(4, Duration.ZERO, SECOND, 2, SECOND),
              options(8, 1, new Limits(.000_1, 1, 25)));

      assertThat(result.stages()).extracting(StageResult::rate).containsExactly(4.0, 2.0, 1.0);
      assertThat(result.sustained()).isZero();
    }
  }

  @Test
  void rampConfirmsTheRateThatItTells() throws InterruptedException {
    RunResult result =
        run(
            new Imagined(() -> slow(10), Map.of()),
            people(false),
            new Shape.Ramp(50, Duration.ZERO, SECOND, 0, Duration.ofSeconds(2)),
            options(1, 1, Limits.of(500)));

    StageResult last = result.stages().getLast();
    assertThat(last.name()).isEqualTo("confirm");
    assertThat(last.sustained()).isTrue();
    assertThat(result.sustained()).isEqualTo(last.rate()).isLessThan(110);
  }

  @Test
  void runIsNotValidIfTheGeneratorTakesTheProcessorsAndItsSendersAreBusy()
      throws InterruptedException {
    double all = Runtime.getRuntime().availableProcessors();
    RunResult result =
        run(
            new Imagined(
                () -> slow(20), Map.of(Gauges.GENERATOR_CORES, all, Gauges.MACHINE_CORES, all)),
            people(false),
            Shape.constant("constant", 200, Duration.ZERO, Duration.ofSeconds(3)),
            options(1, 1, new Limits(60_000, 1, 25)));

    assertThat(result.valid()).isFalse();
    assertThat(result.stages().getFirst().sustained()).isFalse();
    assertThat(result.stages().getFirst().problems()).contains("the generator was the bottleneck");
  }

  @Test
  void batchIsSettledThoughTheConnectionEndsWhenItIsSentAgain() throws InterruptedException {
    AtomicInteger sent = new AtomicInteger();
    Use use =
        _ -> {
          if (sent.incrementAndGet() % 2 == 0) {
            throw new IOException("ended");
          }
          return new Delivery.Acknowledged();
        };

    RunResult result =
        run(
            new Imagined(() -> use, Map.of()),
            people(true),
            Shape.constant("constant", 200, Duration.ZERO, SECOND),
            options(1, 10, Limits.of(500)));

    assertThat(sent).hasValue(40);
    assertThat(result.acknowledged()).isEqualTo(200);
    assertThat(result.stages().getFirst().acknowledgedEvents()).isEqualTo(200);
    assertThat(result.stages().getFirst().latency().count()).isEqualTo(20);
  }

  @Test
  void whatIsRejectedForGoodIsNotSentAgainAndNothingIsOpen() throws InterruptedException {
    AtomicInteger sent = new AtomicInteger();
    Use use =
        (Batch _) -> {
          sent.incrementAndGet();
          return new Delivery.Rejected("401 unauthenticated");
        };

    RunResult result =
        run(
            new Imagined(() -> use, Map.of()),
            people(false),
            Shape.constant("constant", 200, Duration.ZERO, SECOND),
            options(1, 10, Limits.of(500)));

    assertThat(sent).hasValue(20);
    assertThat(result.open()).isZero();
    assertThat(result.exact()).isFalse();
    assertThat(result.stages().getFirst().givenUpEvents()).isEqualTo(200);
  }
}
