package dev.millrace.benchmarks.server;

import dev.millrace.event.Positions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Sends events and counts. With a rate the requests are due at times set beforehand and latency is
 * counted from the due time; without one each connection sends as fast as it is answered.
 */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description =
        "Sends Segment batches (or single events with --batch 1), then counts what is stored.")
final class Ingest implements Callable<Integer> {
  @Mixin private final Target target = new Target();

  @Option(
      names = "--batch",
      defaultValue = "100",
      description = "events a request (${DEFAULT-VALUE})")
  private int batch;

  @Option(names = "--connections", defaultValue = "16", description = "${DEFAULT-VALUE}")
  private int connections;

  @Option(names = "--rate", defaultValue = "0", description = "events a second, 0 for no limit")
  private double rate;

  @Option(names = "--seconds", defaultValue = "60", description = "${DEFAULT-VALUE}")
  private int seconds;

  private final ConcurrentHistogram latency =
      new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3);
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong slots = new AtomicLong();
  private final AtomicReference<Positions> reached = new AtomicReference<>(Positions.NONE);

  @Override
  public Integer call() throws Exception {
    long before = target.stored("");
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int seed = i;
      senders.add(Thread.startVirtualThread(() -> send(seed, start, end)));
    }
    watch(start, end);
    for (Thread sender : senders) {
      sender.join();
    }
    double took = (System.nanoTime() - start) / 1e9;
    long sent = System.nanoTime();
    long stored = target.stored(reached.get().toString()) - before;
    System.out.printf(
        "accepted %,d events in %.1f s: %,.0f/s; refused requests %,d; failed %,d%n",
        accepted.get(), took, accepted.get() / took, refused.get(), failed.get());
    System.out.printf(
        "acknowledgement p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms%n",
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        latency.getValueAtPercentile(99.9) / 1e3,
        latency.getMaxValue() / 1e3);
    System.out.printf(
        "stored %,d (%+d), %.1f s after the last acknowledgement%n",
        stored, stored - accepted.get(), (System.nanoTime() - sent) / 1e9);
    return stored == accepted.get() ? 0 : 1;
  }

  private void watch(long start, long end) throws InterruptedException, IOException {
    long last = 0;
    while (System.nanoTime() < end) {
      Thread.sleep(5_000);
      long now = accepted.get();
      System.out.printf(
          "%4.0f s  %,9d events/s  lag %s%n",
          (System.nanoTime() - start) / 1e9, (now - last) / 5, target.status().path("lag"));
      last = now;
    }
  }

  private void send(int seed, long start, long end) {
    Bodies bodies = new Bodies(System.nanoTime() ^ ((long) seed << 40));
    String path = batch == 1 ? "/v1/track" : "/v1/batch";
    while (System.nanoTime() < end) {
      try (Connection connection = target.writer()) {
        while (true) {
          long due = due(start);
          if (due >= end) {
            return;
          }
          Bodies body = batch == 1 ? bodies.single() : bodies.batch(batch);
          record(connection.post(path, body.bytes(), body.length()), due);
        }
      } catch (IOException _) {
        failed.incrementAndGet();
      }
    }
  }

  /** Waits for the next request's time and returns it. */
  private long due(long start) {
    if (rate <= 0) {
      return System.nanoTime();
    }
    long due = start + (long) (slots.getAndIncrement() * batch / rate * 1e9);
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
    return due;
  }

  private void record(Connection.Response response, long due) {
    if (response.status() == 200) {
      latency.recordValue(
          Math.min((System.nanoTime() - due) / 1_000, latency.getHighestTrackableValue()));
      accepted.addAndGet(batch);
      Positions positions = Positions.parse(response.position());
      reached.accumulateAndGet(positions, Positions::max);
    } else {
      refused.incrementAndGet();
      if (response.status() != 503 && response.status() != 429) {
        System.err.println(response.status() + " " + response.text());
      }
    }
  }
}
