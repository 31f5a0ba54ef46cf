package dev.millrace.load.run;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides what a stage has shown. Pure. */
final class Judge {
  /**
   * Of fewer delays the 99th percentile is the largest, which says nothing; then half must be late.
   */
  private static final long ENOUGH_FOR_P99 = 100;

  /** A delay of the generator's own below this share of the latency does not shape it. */
  private static final double OWN_SHARE = .2;

  /** Of the requests of a stage, so many found all connections busy: they set the rate. */
  private static final double BUSY_SHARE = .5;

  /** Of the processors, so much in use is all of them. */
  private static final double ALL_CORES = .9;

  /** Of what is in use, so much for the generator leaves a target too little to blame. */
  private static final double GENERATOR_CORES = .5;

  /** A lag may be this much higher at the end of a stage than in its middle. */
  private static final double GROWTH_SECONDS = .25;

  private static final double GROWTH_EVENTS = 100;

  private final Limits limits;

  Judge(Limits limits) {
    this.limits = limits;
  }

  /**
   * Why a stage was not sustained; empty if it was.
   *
   * @param acknowledged events, those under way included
   * @param backlog events that were due and not sent
   */
  List<String> problems(
      Stage stage, Quantiles latency, long acknowledged, long backlog, long givenUp, Lag lag) {
    double due = stage.rate() * stage.duration().toNanos() / 1e9;
    List<String> problems = new ArrayList<>();
    if (latency.p99() > limits.p99Millis()) {
      problems.add(
          text("p99 %,.0f ms is above the limit of %,.0f ms", latency.p99(), limits.p99Millis()));
    }
    if (acknowledged < due * Limits.ACKNOWLEDGED_SHARE) {
      problems.add(text("%.0f %% of what was due was acknowledged", 100 * acknowledged / due));
    }
    if (backlog > due * (1 - Limits.ACKNOWLEDGED_SHARE)) {
      problems.add(text("%,d events found no free connection", backlog));
    }
    if (givenUp > 0) {
      problems.add(text("%,d events were given up", givenUp));
    }
    if (lag.told()) {
      lagProblem(stage, lag).ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<String> lagProblem(Stage stage, Lag lag) {
    double end = lag.atEnd();
    if (Double.isNaN(end)) {
      return Optional.of("how far answers lag behind is not known");
    }
    if (end > limits.lagSeconds() * stage.rate()) {
      return Optional.of(text("answers lag %.1f s behind", end / stage.rate()));
    }
    if (lag.growth() > Math.max(GROWTH_EVENTS, GROWTH_SECONDS * stage.rate())) {
      return Optional.of(text("the lag grew by %,.0f events from the middle on", lag.growth()));
    }
    return Optional.empty();
  }

  /** Whether the generator sent in time, or at least not so late that it shows in the latencies. */
  boolean valid(Quantiles ownDelay, Quantiles latency) {
    double delay = ownDelay.count() < ENOUGH_FOR_P99 ? ownDelay.p50() : ownDelay.p99();
    return delay <= limits.ownDelayMillis() || delay < latency.p99() * OWN_SHARE;
  }

  /**
   * Whether the generator was the bottleneck: its senders were busy, the processors too, and mostly
   * with the generator. Senders that wait for a target use no processor.
   *
   * @param waitedShare of what was due and found all connections busy, sent later or not yet
   * @param generatorCores in use by this process
   * @param machineCores in use by all
   * @param cores that there are
   */
  static boolean isBottleneck(
      double waitedShare, double generatorCores, double machineCores, int cores) {
    return waitedShare >= BUSY_SHARE
        && machineCores >= ALL_CORES * cores
        && generatorCores >= GENERATOR_CORES * machineCores;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
