package dev.millrace.load.run;

import dev.millrace.load.measure.Latencies;
import dev.millrace.load.measure.Quantiles;
import dev.millrace.load.pace.Stage;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** What is counted while a stage runs. Safe for use by many threads. */
final class StageFigures {
  private final Stage stage;
  private final AtomicLong acknowledgedEvents = new AtomicLong();
  private final AtomicLong sentEvents = new AtomicLong();
  private final AtomicLong refusedEvents = new AtomicLong();
  private final AtomicLong givenUpEvents = new AtomicLong();
  private final AtomicLong waitedForConnection = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, AtomicLong> refusals = new ConcurrentHashMap<>();
  private final ConcurrentHistogram ownDelay = new ConcurrentHistogram(Latencies.LONGEST_MICROS, 3);

  StageFigures(Stage stage) {
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }

  /**
   * A request is about to leave.
   *
   * @param ownDelayNanos how much later than it was due, or than its sender was free
   * @param waited whether it was due before a sender was free
   */
  void sent(int events, long ownDelayNanos, boolean waited) {
    requests.incrementAndGet();
    sentEvents.addAndGet(events);
    ownDelay.recordValue(Math.clamp(ownDelayNanos / 1_000, 0, Latencies.LONGEST_MICROS));
    if (waited) {
      waitedForConnection.incrementAndGet();
    }
  }

  void acknowledged(int events) {
    acknowledgedEvents.addAndGet(events);
  }

  /** A request was refused or lost. */
  void refused(String reason, int events) {
    refusedEvents.addAndGet(events);
    refusals.computeIfAbsent(reason, _ -> new AtomicLong()).incrementAndGet();
  }

  void givenUp(int events) {
    givenUpEvents.addAndGet(events);
  }

  long acknowledgedEvents() {
    return acknowledgedEvents.get();
  }

  /** Events of requests that were refused or lost, counted each time. */
  long refusedEvents() {
    return refusedEvents.get();
  }

  long sentEvents() {
    return sentEvents.get();
  }

  long givenUpEvents() {
    return givenUpEvents.get();
  }

  /** Share of requests that found all connections busy. */
  double waitedShare() {
    return requests.get() == 0 ? 0 : (double) waitedForConnection.get() / requests.get();
  }

  Quantiles ownDelay() {
    return Quantiles.of(ownDelay);
  }

  Map<String, Long> refusals() {
    Map<String, Long> counts = new TreeMap<>();
    refusals.forEach((reason, count) -> counts.put(reason, count.get()));
    return counts;
  }
}
