package dev.millrace.store.duckdb;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits of the DuckDB store.
 *
 * @param folder holds the database file, its write-ahead log and its temporary files; made if
 *     missing
 * @param memoryBytes what the engine may use for its cache and for running statements
 * @param threads worker threads of the engine, shared by all statements
 * @param walBytes at this size of the write-ahead log a checkpoint is made, if events have not
 *     filled a row group before; bounds how long a start after a crash takes
 * @param readConnections questions that run at once
 * @param tempBytes what questions may spill into temporary files
 * @param reserveBytes free disk space below which batches are refused, so that the engine does not
 *     meet a full disk in the middle of a commit; 0 turns the watch off
 * @param compactRows surplus rows of {@code activity} (more than one for a key) that are left alone
 * @param compactEvery how often surplus rows are looked for
 */
public record DuckDbConfig(
    Path folder,
    long memoryBytes,
    int threads,
    long walBytes,
    int readConnections,
    long tempBytes,
    long reserveBytes,
    int compactRows,
    Duration compactEvery) {
  private static final long MIB = 1024 * 1024;

  public DuckDbConfig {
    require(memoryBytes >= 64 * MIB, "memory must be at least 64 MiB");
    require(threads >= 1, "threads must be at least 1");
    require(walBytes >= MIB, "the write-ahead log must have at least 1 MiB");
    require(readConnections >= 1, "read connections must be at least 1");
    require(tempBytes >= 0, "temporary files cannot have a negative size");
    require(reserveBytes >= 0, "the disk reserve cannot be negative");
    require(compactRows >= 0, "surplus rows cannot be negative");
    require(compactEvery.toMillis() >= 1, "compaction must pause at least 1 ms");
  }

  public static DuckDbConfig defaults(Path folder) {
    return new DuckDbConfig(
        folder,
        384 * MIB,
        Runtime.getRuntime().availableProcessors(),
        128 * MIB,
        4,
        4096 * MIB,
        64 * MIB,
        2_000,
        Duration.ofSeconds(5));
  }

  Path file() {
    return folder.resolve("events.duckdb");
  }

  Path wal() {
    return folder.resolve("events.duckdb.wal");
  }

  Path temp() {
    return folder.resolve("temp");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
