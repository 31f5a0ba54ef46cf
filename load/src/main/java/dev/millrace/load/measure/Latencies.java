package dev.millrace.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Latencies by stage and by second, to three digits. Safe for use by many threads. */
public final class Latencies {
  /** Longer ones count as this long. */
  public static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);

  private static final int DIGITS = 3;

  private final List<ConcurrentHistogram> stages = new ArrayList<>();
  private final Recorder interval = new Recorder(LONGEST_MICROS, DIGITS);

  /** The histogram of a stage, which is made when it is first asked for. */
  public Histogram ofStage(int stage) {
    synchronized (stages) {
      while (stages.size() <= stage) {
        stages.add(new ConcurrentHistogram(LONGEST_MICROS, DIGITS));
      }
      return stages.get(stage);
    }
  }

  public void record(int stage, long nanos) {
    long micros = Math.clamp(nanos / 1_000, 0, LONGEST_MICROS);
    ofStage(stage).recordValue(micros);
    interval.recordValue(micros);
  }

  /** What was recorded since the last call. For one thread. */
  public Quantiles sinceLast() {
    return Quantiles.of(interval.getIntervalHistogram());
  }

  public Quantiles quantiles(int stage) {
    return Quantiles.of(ofStage(stage));
  }

  /** Of several stages together. */
  public Quantiles quantiles(List<Integer> of) {
    Histogram all = new Histogram(LONGEST_MICROS, DIGITS);
    of.forEach(stage -> all.add(ofStage(stage)));
    return Quantiles.of(all);
  }
}
