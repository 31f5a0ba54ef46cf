package dev.millrace.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, the last first, and says what took long. Owned by one thread. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private static final Duration LONG = Duration.ofSeconds(2);

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String name, AutoCloseable resource) {}

  <T extends AutoCloseable> T add(String name, T resource) {
    steps.push(new Step(name, resource));
    return resource;
  }

  @Override
  public void close() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      long start = System.nanoTime();
      try {
        step.resource().close();
      } catch (Exception e) {
        LOG.atWarn().addKeyValue("step", step.name()).setCause(e).log("closing failed");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (took.compareTo(LONG) > 0) {
        LOG.atInfo()
            .addKeyValue("step", step.name())
            .addKeyValue("millis", took.toMillis())
            .log("closing took long");
      }
    }
  }
}
