package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.count;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static dev.millrace.store.duckdb.StoreFixture.withReserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real full disk: a small tmpfs, which takes root to mount. */
class DiskFullTest {
  private static final long MIB = 1 << 20;
  private static final int BATCH = 2_000;
  private static final int FLUSH = 10_000;

  @TempDir private Path folder;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder.toString()) == 0);
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", folder.toString());
  }

  @Test
  void keepsItsReserveTakesWhatMemoryHoldsAndGoesOnByItselfWhenThereIsSpace() throws Exception {
    try (DuckDbStore store = open(withReserve(config(folder.resolve("store"), FLUSH), 4 * MIB))) {
      store.append(batch(0, BATCH));
      Path ballast = fill(3 * MIB);
      long refusedAt = appendUntilRefused(store, BATCH, Fault.STORE_DISK_FULL);
      assertThat(refusedAt).isBetween((long) FLUSH, 3L * FLUSH);
      assertThat(store.status().problem()).contains("disk is full");
      assertThat(count(store)).isEqualTo(refusedAt);
      Files.delete(ballast);
      appendEach(store, refusedAt, refusedAt + 5 * FLUSH);
      assertExactlyOnce(store, refusedAt + 5 * FLUSH);
      assertThat(store.status().problem()).isNull();
    }
  }

  @Test
  void reopensByItselfAfterTheEngineMetTheFullDisk() throws Exception {
    Path data = folder.resolve("store");
    try (DuckDbStore store = open(config(data, FLUSH))) {
      appendEach(store, 0, 3 * FLUSH);
      Path ballast = fill(MIB / 4);
      appendUntilRefused(store, 3 * FLUSH, Fault.STORE_DISK_FULL, Fault.STORE_FENCED);
      Files.delete(ballast);
      appendEach(store, store.commits().position().positions().next(0), 12 * FLUSH);
      assertExactlyOnce(store, 12 * FLUSH);
    }
    try (DuckDbStore store = open(config(data, FLUSH))) {
      assertExactlyOnce(store, 12 * FLUSH);
    }
  }

  private static void assertExactlyOnce(DuckDbStore store, long events) {
    assertThat(
            query(
                store,
                "select count(*), count(distinct \"offset\"), max(\"offset\") + 1 from {events}"))
        .containsExactly(List.of(events, events, events));
    assertThat(query(store, "select sum(\"count\")::bigint from {activity}"))
        .containsExactly(List.of(events));
  }

  /** Appends like the process stage: goes back to where the store stands when it is told to. */
  private static void appendEach(DuckDbStore store, long from, long to) throws Exception {
    long next = from;
    while (next < to) {
      MillraceException refusal = append(store, next);
      if (refusal == null) {
        next += BATCH;
      } else {
        assertThat(refusal.fault())
            .isIn(Fault.STORE_DISK_FULL, Fault.STORE_UNAVAILABLE, Fault.STORE_FENCED);
        store.commits().await(Positions.ofNext(next + 1), Duration.ofMillis(20));
        next = store.commits().position().positions().next(0);
      }
    }
  }

  /** Appends until memory is full, and answers up to where. */
  private static long appendUntilRefused(DuckDbStore store, long from, Fault... expected) {
    for (long next = from; ; next += BATCH) {
      MillraceException refusal = append(store, next);
      if (refusal != null) {
        assertThat(refusal.fault()).isIn((Object[]) expected);
        return next;
      }
      assertThat(next).isLessThan(100_000_000);
    }
  }

  private static @Nullable MillraceException append(DuckDbStore store, long from) {
    try {
      store.append(batch(from, from + BATCH));
      return null;
    } catch (MillraceException e) {
      return e;
    }
  }

  /** Fills the disk but for so many bytes. */
  private Path fill(long left) throws IOException {
    Path ballast = folder.resolve("ballast");
    byte[] noise = new byte[64 << 10];
    new SplittableRandom(1).nextBytes(noise);
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(folder).getUsableSpace() > left + noise.length) {
        out.write(noise);
      }
    }
    return ballast;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
