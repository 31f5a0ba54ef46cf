package dev.millrace.load;

import dev.millrace.load.pace.Curve;
import dev.millrace.load.pace.Shape;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.run.Limits;
import dev.millrace.load.run.RunResult;
import dev.millrace.load.run.StageResult;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is sent when, and what counts as kept up. */
final class ShapeOptions {
  enum Form {
    CONSTANT,
    RAMP,
    SPIKE,
    SOAK,
    CASCADE
  }

  private static final Duration SPIKE = Duration.ofSeconds(30);

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "constant",
      description = {
        "constant; ramp: from --rate upwards until it breaks, or downwards until it holds;",
        "spike: 10 times --rate for 30 s; soak: constant for an hour;",
        "cascade: 100, 1000 and 10000, as in the story."
      })
  private Form form = Form.CONSTANT;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      converter = Rates.class,
      description = "Events a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Durations.class,
      description = {
        "Of the measured part, or of each step (default: 1m, soak 1h, spike 90s, ramp 15s,",
        "cascade 20s). What a ramp has found must last for two more steps."
      })
  private @Nullable Duration duration;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "15s",
      converter = Durations.class,
      description = "Sent before, and left out of the figures (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--day",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "A day passes in so long, and the rate follows its curve around --rate.")
  private @Nullable Duration day;

  @Option(
      names = "--p99",
      paramLabel = "MS",
      defaultValue = "500",
      description = "A stage above this is not sustained (default: ${DEFAULT-VALUE}).")
  private double p99;

  void check() {
    Usage.check(rate > 0, "--rate must be more than 0");
    Usage.check(duration == null || !duration.isZero(), "--duration must be more than 0s");
    Usage.check(day == null || !day.isZero(), "--day must be more than 0s");
    Usage.check(p99 > 0, "--p99 must be more than 0");
    Usage.check(
        form != Form.SPIKE || length().compareTo(SPIKE) > 0,
        "a spike lasts 30 s and needs time before and after it: --duration must be more than 30s");
  }

  String word() {
    return form.name().toLowerCase(Locale.ROOT);
  }

  boolean isRamp() {
    return form == Form.RAMP;
  }

  Limits limits() {
    return Limits.of(p99);
  }

  Curve curve() {
    return day == null ? Curve.EVEN : Curve.day(day.toNanos() / 1e9);
  }

  Shape shape() {
    return switch (form) {
      case CONSTANT, SOAK -> Shape.constant(word(), rate, warmUp, length());
      case SPIKE -> Shape.spike(rate, warmUp, length(), SPIKE);
      case RAMP ->
          new Shape.Ramp(rate, warmUp, length(), Shape.Ramp.REFINEMENTS, length().multipliedBy(2));
      case CASCADE ->
          Shape.warmed(
              warmUp,
              Shape.CASCADE.stream().map(each -> new Stage(word(), each, length(), true)).toList());
    };
  }

  private Duration length() {
    if (duration != null) {
      return duration;
    }
    return switch (form) {
      case CONSTANT -> Duration.ofMinutes(1);
      case SOAK -> Duration.ofHours(1);
      case SPIKE -> Duration.ofSeconds(90);
      case RAMP -> Duration.ofSeconds(15);
      case CASCADE -> Duration.ofSeconds(20);
    };
  }

  /** Whether the target did what the shape asks for; one that shows how it breaks asks nothing. */
  boolean isFulfilled(RunResult result) {
    return switch (form) {
      case CONSTANT, SOAK ->
          result.stages().stream().filter(StageResult::measured).allMatch(StageResult::sustained);
      case RAMP -> result.sustained() > 0;
      case SPIKE, CASCADE -> true;
    };
  }
}
