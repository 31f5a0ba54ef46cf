package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A process of its own that reads a log with erasures into a store, until it is killed. */
final class ErasingChild {
  private ErasingChild() {}

  /** Kills it in the midst of the step after so many, or after the last. */
  static void killAfterSteps(Path folder, int steps) throws IOException, InterruptedException {
    Process child = ChildJvm.start(ErasingChild.class, folder.toString());
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      assertThat(line).isNotNull();
      for (int step = 1; step < steps && line != null; step++) {
        line = output.readLine();
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  public static void main(String[] arguments) {
    ErasureFixture log = new ErasureFixture();
    log.fillAtRandom();
    SplittableRandom random = new SplittableRandom();
    DuckDbConfig config = StoreFixture.config(Path.of(arguments[0]), 40);
    try (DuckDbStore store = StoreFixture.open(config)) {
      boolean more = true;
      while (more) {
        more = log.appendStep(store, random);
        System.out.println(store.commits().position().positions());
      }
    }
  }
}
