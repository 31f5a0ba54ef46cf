package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.count;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the process dies, and who may open it. */
class CrashTest {
  @TempDir private Path folder;

  @Test
  void afterAKillTheFileHasExactlyTheEventsThatItsPositionCovers() throws Exception {
    long survived = 0;
    for (int kill = 1; kill <= 4; kill++) {
      killAfter(survived + kill * 2_700L);
      try (DuckDbStore store = open(config(folder, 1_000))) {
        long position = store.commits().position().positions().next(0);
        assertThat(position).isGreaterThanOrEqualTo(survived);
        assertExactlyOnce(store, position);
        store.append(batch(position, position + 100));
        survived = position + 100;
        assertExactlyOnce(store, survived);
      }
    }
    assertThat(survived).isGreaterThan(400);
  }

  private static void assertExactlyOnce(DuckDbStore store, long position) {
    assertThat(
            query(
                store,
                "select count(*), count(distinct \"offset\"), coalesce(max(\"offset\") + 1, 0)"
                    + " from {events}"))
        .containsExactly(List.of(position, position, position));
    assertThat(query(store, "select coalesce(sum(\"count\"), 0)::bigint from {activity}"))
        .containsExactly(List.of(position));
  }

  /** Kills a process that appends, once it says that it has reached the offset. */
  private void killAfter(long offset) throws IOException, InterruptedException {
    Process child = StoreChild.start(folder);
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("open");
      String line = output.readLine();
      while (line != null && Long.parseLong(line) < offset) {
        line = output.readLine();
      }
      assertThat(line).isNotNull();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void refusesASecondProcessAndNamesTheFirst() throws Exception {
    try (DuckDbStore store = open(config(folder, 1_000))) {
      store.append(batch(0, 10));
      Process child = StoreChild.start(folder);
      try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
        assertThat(output.readLine())
            .startsWith("store_locked ")
            .contains("process " + ProcessHandle.current().pid());
      } finally {
        child.destroyForcibly().waitFor();
      }
      store.append(batch(10, 20));
      assertThat(count(store)).isEqualTo(20);
    }
  }

  @Test
  void setsAWriteAheadLogAsideThatCannotBeReplayed() throws Exception {
    DuckDbConfig config = config(folder.resolve("one"), 1_000);
    DuckDbConfig other = config(folder.resolve("other"), 1_000);
    for (DuckDbConfig each : List.of(config, other)) {
      try (DuckDbStore store = open(each)) {
        store.append(batch(0, 500));
      }
    }
    Files.copy(other.wal(), config.wal(), StandardCopyOption.REPLACE_EXISTING);
    assertRefills(config);
    try (Stream<Path> files = Files.list(config.folder())) {
      assertThat(files.filter(file -> file.toString().contains(".wal.bad-"))).hasSize(1);
    }
  }

  /** The engine takes damage for the torn end that a crash leaves, and goes on without the rest. */
  @Test
  void goesBackToWhatItsFileHasWhenTheWriteAheadLogIsDamaged() throws Exception {
    DuckDbConfig config = config(folder, 1_000);
    try (DuckDbStore store = open(config)) {
      store.append(batch(0, 500));
    }
    byte[] wal = Files.readAllBytes(config.wal());
    assertThat(wal.length).isGreaterThan(1_000);
    for (int i = 200; i < wal.length - 200; i++) {
      wal[i] ^= 0x55;
    }
    Files.write(config.wal(), wal);
    assertRefills(config);
  }

  private static void assertRefills(DuckDbConfig config) {
    try (DuckDbStore store = open(config)) {
      assertThat(store.commits().position().positions().next(0)).isZero();
      assertThat(count(store)).isZero();
      store.append(batch(0, 500));
      assertThat(count(store)).isEqualTo(500);
    }
    try (DuckDbStore store = open(config)) {
      assertExactlyOnce(store, 500);
    }
  }
}
