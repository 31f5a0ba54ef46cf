package dev.millrace.app.status;

import dev.millrace.metrics.Metrics;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Events a second of each stage, over the last second and the last minute. */
final class Rates {
  static final List<String> STAGES = List.of("ingest", "log", "process", "store", "query", "live");

  private static final int SAMPLES = 61;

  private final Metrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final long[][] counts = new long[SAMPLES][STAGES.size()];
  private final long[] nanos = new long[SAMPLES];
  private long taken;

  Rates(Metrics metrics) {
    this.metrics = metrics;
  }

  void sample(long nanoTime) {
    lock.lock();
    try {
      int place = (int) (taken % SAMPLES);
      nanos[place] = nanoTime;
      for (int stage = 0; stage < STAGES.size(); stage++) {
        counts[place][stage] = metrics.eventCount(STAGES.get(stage));
      }
      taken++;
    } finally {
      lock.unlock();
    }
  }

  double overSecond(String stage) {
    return over(stage, 1);
  }

  /** Over less while the program is younger than a minute. */
  double overMinute(String stage) {
    return over(stage, SAMPLES - 1);
  }

  private double over(String stage, int samples) {
    int index = STAGES.indexOf(stage);
    lock.lock();
    try {
      long back = Math.min(samples, taken - 1);
      if (back < 1) {
        return 0;
      }
      int newest = (int) ((taken - 1) % SAMPLES);
      int oldest = (int) ((taken - 1 - back) % SAMPLES);
      double seconds = (nanos[newest] - nanos[oldest]) / 1e9;
      return seconds <= 0 ? 0 : (counts[newest][index] - counts[oldest][index]) / seconds;
    } finally {
      lock.unlock();
    }
  }
}
