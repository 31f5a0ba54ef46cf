package dev.millrace.load.run;

import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decides what a stage has shown. Pure. */
final class Judge {
  /** A delay of the generator's own below this share of the latency does not shape it. */
  private static final double OWN_SHARE = .2;

  private final Limits limits;

  Judge(Limits limits) {
    this.limits = limits;
  }

  /**
   * Why a stage was not sustained; empty if it was.
   *
   * @param acknowledged events, those under way included
   * @param backlog events that were due and not sent
   * @param lag events acknowledged and in no answer yet; negative if the target does not tell
   */
  List<String> problems(
      Stage stage, Quantiles latency, long acknowledged, long backlog, long givenUp, double lag) {
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
    if (lag > limits.lagSeconds() * stage.rate()) {
      problems.add(text("answers lag %.1f s behind", lag / stage.rate()));
    }
    return problems;
  }

  /** Whether the generator sent in time, or at least not so late that it shows in the latencies. */
  boolean valid(Quantiles ownDelay, Quantiles latency) {
    return ownDelay.p99() <= limits.ownDelayMillis() || ownDelay.p99() < latency.p99() * OWN_SHARE;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
