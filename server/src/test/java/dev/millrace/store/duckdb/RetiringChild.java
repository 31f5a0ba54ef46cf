package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.metrics.Metrics;
import dev.millrace.store.Lifetimes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A process of its own that takes days out of a store, until it is killed. */
final class RetiringChild {
  private RetiringChild() {}

  /**
   * Kills it as soon as fewer events are left than that.
   *
   * @param days that are kept
   */
  static void killBelow(Path folder, int days, Instant now, long events)
      throws IOException, InterruptedException {
    Process child =
        ChildJvm.start(
            RetiringChild.class, folder.toString(), Integer.toString(days), now.toString());
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null && Long.parseLong(line) >= events) {
        line = output.readLine();
      }
      assertThat(line).isNotNull();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /**
   * Prints how many events are left, without a pause, so that it dies in the midst of something.
   */
  public static void main(String[] arguments) {
    try (DuckDbStore store =
        new DuckDbStore(
            StoreFixture.config(Path.of(arguments[0]), 1_000),
            new Lifetimes(Integer.parseInt(arguments[1]), Map.of()),
            InstantSource.fixed(Instant.parse(arguments[2])),
            new Metrics())) {
      long last = Long.MAX_VALUE;
      while (true) {
        long events = store.status().events();
        if (events != last) {
          System.out.println(events);
          last = events;
        }
      }
    }
  }
}
