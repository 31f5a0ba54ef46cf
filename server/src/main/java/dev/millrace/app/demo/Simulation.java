package dev.millrace.app.demo;

import dev.millrace.app.client.EventSender;
import dev.millrace.app.client.EventSender.Batch;
import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.importing.ImportProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Sends what the population does: the last day at once, and then the present. For one thread. */
public final class Simulation {
  private static final Duration HISTORY = Duration.ofHours(24);
  private static final int MINUTES = (int) HISTORY.toMinutes();
  private static final int MILLIS_A_MINUTE = 60_000;
  private static final int BATCH = 1_000;
  private static final int CONNECTIONS = 4;
  private static final Duration LIVE_STEP = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MillraceClient client;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Population population = new Population();

  public Simulation(MillraceClient client, InstantSource clock, long seed) {
    this.client = client;
    this.clock = clock;
    random = new SplittableRandom(seed);
  }

  /**
   * Sends the last 24 hours.
   *
   * @param expected about how many events
   * @return how many the server has accepted
   */
  public long seed(long expected, ImportProgress progress) throws InterruptedException {
    AtomicLong accepted = new AtomicLong();
    progress.start(expected);
    try (EventSender sender =
        new EventSender(
            client,
            CONNECTIONS,
            PATIENCE,
            (_, outcome) -> accepted.addAndGet(outcome.accepted()))) {
      List<byte[]> batch = new ArrayList<>();
      Visits visits = new Visits(population, random, batch::add);
      long end = clock.instant().toEpochMilli();
      long start = end - HISTORY.toMillis();
      double visitsAtPeak = visitsAtPeak(expected, start);
      for (int minute = 0; minute < MINUTES; minute++) {
        long from = start + (long) minute * MILLIS_A_MINUTE;
        double due = visitsAtPeak * DayCurve.at(hourOfDay(from));
        int count = (int) due + (random.nextDouble() < due - (int) due ? 1 : 0);
        for (int visit = 0; visit < count; visit++) {
          visits.visit(from + random.nextLong(MILLIS_A_MINUTE), end);
          if (batch.size() >= BATCH) {
            sender.send(batch(batch));
            batch.clear();
            progress.at(Math.min(accepted.get(), expected), accepted.get());
          }
        }
      }
      if (!batch.isEmpty()) {
        sender.send(batch(batch));
      }
      sender.drain();
      progress.at(expected, accepted.get());
      return accepted.get();
    } finally {
      progress.close();
    }
  }

  /**
   * Sends the present until it is interrupted or the server goes away for good.
   *
   * @param rate events a second
   */
  public void live(int rate) throws InterruptedException {
    try (EventSender sender = new EventSender(client, CONNECTIONS, PATIENCE, (_, _) -> {})) {
      List<byte[]> batch = new ArrayList<>();
      Visits visits = new Visits(population, random, batch::add);
      long begin = System.nanoTime();
      long sent = 0;
      for (long step = 1; ; step++) {
        long due = Math.round(step * rate * LIVE_STEP.toNanos() / 1e9);
        // After a long stall the missed events are left out, so that none is dated wrongly.
        sent = Math.max(sent, due - Math.max(BATCH, rate));
        while (sent < due) {
          long now = clock.instant().toEpochMilli();
          while (sent + batch.size() < due && batch.size() < BATCH) {
            if (random.nextInt(4) == 0) {
              // A visit happens over minutes; the part of it that is now is its first event.
              visits.visit(now, now + 1);
            } else {
              visits.feature(now);
            }
          }
          sender.send(batch(batch));
          sent += batch.size();
          batch.clear();
        }
        long wake = begin + step * LIVE_STEP.toNanos();
        Thread.sleep(Duration.ofNanos(Math.max(0, wake - System.nanoTime())));
      }
    }
  }

  private static Batch batch(List<byte[]> events) {
    return new Batch(events, Collections.nCopies(events.size(), 0L));
  }

  private static double visitsAtPeak(long expected, long start) {
    double weight = 0;
    for (int minute = 0; minute < MINUTES; minute++) {
      weight += DayCurve.at(hourOfDay(start + (long) minute * MILLIS_A_MINUTE));
    }
    return expected / Visits.EVENTS_A_VISIT / weight;
  }

  private static double hourOfDay(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay()
        / 3_600.0;
  }
}
