package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Positions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is acknowledged survives any kill, once.
 *
 * <p>Events are missing if ingest answers before the broker has them, or if positions reach the
 * store's file before their events. Events are there twice if positions reach it after them, or if
 * the duplicate filter forgets in a restart what is stored. That the log flushes what it has is not
 * seen here: a killed process does not take the operating system's memory with it.
 */
class KilledServerIT {
  private static final int KILLS = 20;
  private static final int SENDERS = 4;

  /** Every so many kills one hits a start. */
  private static final int WHILE_STARTING = 4;

  /** A kill comes when so many more events were sent, or after so long on a slow machine. */
  private static final int LARGEST_LOAD_EVENTS = 6_000;

  private static final Duration LONGEST_LOAD = Duration.ofSeconds(5);

  /** Flushes and checkpoints all the time, so that many kills hit one. */
  private static final Map<String, String> SETTINGS =
      Map.of("store.flush-events", "3000", "store.flush-interval", "300ms", "store.wal", "1MiB");

  @TempDir Path folder;

  private final AtomicReference<@Nullable URI> url = new AtomicReference<>();
  private final AtomicLong numbers = new AtomicLong();

  /** How long the last whole start took on this machine. */
  private int startMillis = 2_000;

  private final List<Duration> starts = new ArrayList<>();

  @Test
  @Timeout(1_200)
  void everyAcknowledgedEventIsThereOnceAfterTwentyKills() throws Exception {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    System.out.println("killed server: seed " + seed + ", to repeat with -Dmillrace.seed");
    Random random = new Random(seed);
    List<RetryingSender> senders = new ArrayList<>();
    List<Future<?>> sending = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
      for (int i = 0; i < SENDERS; i++) {
        RetryingSender sender = new RetryingSender(url::get, numbers, i % 2 == 0);
        senders.add(sender);
        sending.add(threads.submit(sender));
      }
      try {
        for (int kill = 1; kill <= KILLS; kill++) {
          killOnce(kill % WHILE_STARTING == 0, random);
        }
        assertExactlyOnce(senders, sending);
        starts.sort(null);
        System.out.printf(
            Locale.ROOT,
            "killed server: ready after %.1f s in the middle of %d starts%n",
            starts.get(starts.size() / 2).toMillis() / 1e3,
            starts.size());
      } finally {
        senders.forEach(RetryingSender::stop);
        threads.shutdownNow();
      }
    }
  }

  /** Lets a server start, and under load perhaps, and kills it. */
  private void killOnce(boolean whileStarting, Random random)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (ServerProcess server = ServerProcess.start(folder, SETTINGS)) {
      if (whileStarting && !server.isReadyWithin(Duration.ofMillis(random.nextInt(startMillis)))) {
        server.kill();
        System.out.println("killed server: killed while it started");
        return;
      }
      url.set(server.awaitReady());
      long ready = System.nanoTime();
      startMillis = (int) Duration.ofNanos(ready - start).toMillis();
      loadFor(random.nextInt(LARGEST_LOAD_EVENTS), random.nextInt(20));
      server.kill();
      url.set(null);
      tell(ready - start, "killed after event " + numbers.get());
    }
  }

  /**
   * @param millis more, since requests tend to be in step with each other
   */
  private void loadFor(int events, int millis) throws InterruptedException {
    long start = System.nanoTime();
    long last = numbers.get() + events;
    while (numbers.get() < last && System.nanoTime() - start < LONGEST_LOAD.toNanos()) {
      Thread.sleep(1);
    }
    Thread.sleep(millis);
  }

  private void tell(long readyNanos, String what) {
    starts.add(Duration.ofNanos(readyNanos));
    System.out.printf(
        Locale.ROOT, "killed server: ready after %.1f s, %s%n", readyNanos / 1e9, what);
  }

  private void assertExactlyOnce(List<RetryingSender> senders, List<Future<?>> sending)
      throws Exception {
    Positions acknowledged = Positions.NONE;
    try (ServerProcess server = startReady()) {
      senders.forEach(RetryingSender::stop);
      for (Future<?> each : sending) {
        each.get();
      }
      for (RetryingSender sender : senders) {
        assertThat(sender.retries()).isPositive();
        acknowledged = acknowledged.max(sender.acknowledged());
      }
      assertExactlyOnce(server, acknowledged);
      server.kill();
      url.set(null);
    }
    // What was in memory only is there again, and nothing of what was in the file is twice.
    try (ServerProcess server = startReady()) {
      assertExactlyOnce(server, acknowledged);
      server.stop();
    }
  }

  private ServerProcess startReady() throws IOException, InterruptedException {
    long start = System.nanoTime();
    ServerProcess server = ServerProcess.start(folder, SETTINGS);
    url.set(server.awaitReady());
    tell(System.nanoTime() - start, "to stay");
    return server;
  }

  /** All numbers that were given out are acknowledged by now. */
  private void assertExactlyOnce(ServerProcess server, Positions acknowledged)
      throws InterruptedException {
    Numbers.assertOnce(server.ask(Numbers.question(acknowledged)), numbers.get());
    assertThat(server.ask(Numbers.viewQuestion(acknowledged)).path(0).asLong())
        .isEqualTo(numbers.get());
  }
}
