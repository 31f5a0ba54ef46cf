package dev.millrace.load;

import dev.millrace.app.command.Terminal;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.run.Progress;
import dev.millrace.load.run.Second;
import dev.millrace.load.target.Gauges;
import java.util.Locale;

/**
 * How a run goes, on one line that is drawn over where somebody watches, else a line every few
 * seconds.
 */
final class TerminalProgress implements Progress {
  private static final int LINE_SECONDS = 5;
  private static final int WIDTH = 118;

  private final Terminal terminal;
  private final boolean watched;
  private boolean drawn;

  TerminalProgress(Terminal terminal) {
    this.terminal = terminal;
    watched = terminal.isWatched();
  }

  @Override
  public synchronized void stage(Stage stage) {
    endLine();
    terminal.notePlain(
        String.format(
            Locale.ROOT,
            "── %s: %,.0f/s for %d s%s",
            stage.name(),
            stage.rate(),
            stage.duration().toSeconds(),
            stage.measured() ? "" : " (not measured)"));
  }

  @Override
  public synchronized void second(Stage stage, Second second) {
    String line = line(stage, second);
    if (watched) {
      terminal.err().print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
      terminal.err().flush();
      drawn = true;
    } else if (Math.round(second.at()) % LINE_SECONDS == 0) {
      terminal.notePlain(line);
    }
  }

  private static String line(Stage stage, Second second) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%4.0f s  due %,.0f/s  acknowledged %,.0f/s  p50 %.1f  p99 %.0f ms  cpu %.2f",
            second.at(),
            stage.rate(),
            second.acknowledgedRate(),
            second.latency().p50(),
            second.latency().p99(),
            second.gauge(Gauges.MACHINE_CORES)));
    append(line, second, Gauges.LAG_EVENTS, "lag %,.0f");
    append(line, second, "queries.p99", "queries p99 %.0f ms");
    append(line, second, "live.p99", "live p99 %.0f ms");
    append(line, second, "bystander.p99", "bystander p99 %.1f ms");
    if (second.refusedRate() > 0) {
      line.append(String.format(Locale.ROOT, "  refused %,.0f/s", second.refusedRate()));
    }
    return line.toString();
  }

  private static void append(StringBuilder line, Second second, String gauge, String format) {
    if (second.gauges().containsKey(gauge)) {
      line.append("  ").append(String.format(Locale.ROOT, format, second.gauge(gauge)));
    }
  }

  @Override
  public synchronized void note(String text) {
    endLine();
    terminal.notePlain(text);
  }

  private void endLine() {
    if (drawn) {
      terminal.notePlain("");
      drawn = false;
    }
  }
}
