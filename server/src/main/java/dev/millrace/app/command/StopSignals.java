package dev.millrace.app.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first asks for a stop, the second ends the process at once. Signals are
 * caught rather than left to shutdown hooks, since those cannot see a second one.
 */
final class StopSignals {
  private static final int STOPPED_AT_ONCE = 130;
  private static final int NOT_STOPPED_IN_TIME = 1;

  /** From the signal to the end of the process. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final CountDownLatch asked = new CountDownLatch(1);

  StopSignals() {
    for (String name : List.of("TERM", "INT")) {
      Signal.handle(
          new Signal(name),
          _ -> {
            if (asked.getCount() == 0) {
              Runtime.getRuntime().halt(STOPPED_AT_ONCE);
            }
            asked.countDown();
          });
    }
  }

  /** Waits for the first signal. From then on the process has {@link #STOP_LIMIT} left. */
  void await() throws InterruptedException {
    asked.await();
    Thread.ofPlatform().daemon().name("millrace-stop-limit").start(StopSignals::endInTime);
  }

  /** What is accepted is on disk, so ending hard loses nothing; the next start has more to do. */
  private static void endInTime() {
    try {
      Thread.sleep(STOP_LIMIT);
    } catch (InterruptedException _) {
      return;
    }
    Runtime.getRuntime().halt(NOT_STOPPED_IN_TIME);
  }
}
