package dev.millrace.app.command;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first asks for a stop, the second ends the process at once. Signals are
 * caught rather than left to shutdown hooks, since those cannot see a second one.
 */
final class StopSignals {
  private static final int STOPPED_AT_ONCE = 130;

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

  /** Waits for the first signal. */
  void await() throws InterruptedException {
    asked.await();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }
}
