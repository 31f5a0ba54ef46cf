package dev.millrace.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, the last first, and says what took long. Owned by one thread. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private static final Duration LONG = Duration.ofSeconds(2);

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String name, AutoCloseable resource, boolean alongside) {
    void close() {
      long start = System.nanoTime();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.atWarn().addKeyValue("step", name).setCause(e).log("closing failed");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (took.compareTo(LONG) > 0) {
        LOG.atInfo()
            .addKeyValue("step", name)
            .addKeyValue("millis", took.toMillis())
            .log("closing took long");
      }
    }
  }

  <T extends AutoCloseable> T add(String name, T resource) {
    steps.push(new Step(name, resource, false));
    return resource;
  }

  /** For neighbours that do not need each other: they close at the same time. */
  <T extends AutoCloseable> T addAlongside(String name, T resource) {
    steps.push(new Step(name, resource, true));
    return resource;
  }

  @Override
  public void close() {
    List<Thread> running = new ArrayList<>();
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      if (step.alongside()) {
        running.add(Thread.ofPlatform().name("millrace-close-" + step.name()).start(step::close));
      } else {
        join(running);
        step.close();
      }
    }
    join(running);
  }

  private static void join(List<Thread> running) {
    try {
      for (Thread thread : running) {
        thread.join();
      }
      running.clear();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
