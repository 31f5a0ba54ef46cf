package dev.millrace.store.duckdb;

import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process of its own that opens a store. Prints {@code open} when it has, the code of the fault
 * when it cannot, and appends until it is killed.
 */
final class StoreChild {
  static final int BATCH = 200;

  private StoreChild() {}

  static Process start(Path folder) throws IOException {
    return ChildJvm.start(StoreChild.class, folder.toString());
  }

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    try (DuckDbStore store = StoreFixture.open(StoreFixture.config(folder, 1_000))) {
      System.out.println("open");
      long from = store.commits().position().positions().next(0);
      while (true) {
        store.append(StoreFixture.batch(from, from + BATCH));
        from += BATCH;
        System.out.println(from);
      }
    } catch (MillraceException e) {
      System.out.println(e.fault().code() + " " + e.getMessage());
    }
  }
}
