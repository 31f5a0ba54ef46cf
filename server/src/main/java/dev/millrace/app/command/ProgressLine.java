package dev.millrace.app.command;

import dev.millrace.app.importing.ImportProgress;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress in the terminal: a bar that is drawn over and over where somebody watches, else a line
 * every few seconds for the one who reads the log later.
 */
final class ProgressLine implements ImportProgress {
  private static final int DRAW_MILLIS = 100;
  private static final int WIDTH = 100;
  private static final long LINE_NANOS = 5_000_000_000L;

  private final Terminal terminal;
  private final String task;
  private final String unit;
  private final long unitSize;
  private final long start = System.nanoTime();
  private @Nullable ProgressBar bar;
  private long total;
  private long lastLine = start;

  /**
   * @param task what is going on, one or two words
   * @param unit of the total, such as MiB
   * @param unitSize how many of what is counted make one unit
   */
  ProgressLine(Terminal terminal, String task, String unit, long unitSize) {
    this.terminal = terminal;
    this.task = task;
    this.unit = unit;
    this.unitSize = unitSize;
  }

  @Override
  public void start(long expected) {
    total = expected;
    if (terminal.isWatched()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(expected)
              .setUnit(unit, unitSize)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(DRAW_MILLIS)
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
              .build();
    }
  }

  @Override
  public void at(long done, long events) {
    double seconds = Math.max(1, System.nanoTime() - start) / 1e9;
    String rate = String.format(Locale.ROOT, "%,d events, %,.0f/s", events, events / seconds);
    if (bar != null) {
      bar.stepTo(done).setExtraMessage(rate);
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      String share = total > 0 ? " " + 100 * done / total + " %," : "";
      terminal.notePlain(task + ":" + share + " " + rate);
    }
  }

  /** The same where no events are counted. */
  void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      terminal.notePlain(task + ": " + 100 * done / total + " %");
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      terminal.notePlain("");
    }
  }

  private void draw(String line) {
    terminal.err().print("\r" + line);
    terminal.err().flush();
  }
}
