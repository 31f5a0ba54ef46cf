package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Limits of the DuckDB store.
 *
 * @param folder holds the database file, its write-ahead log and its temporary files; made if
 *     missing
 * @param memoryBytes what the engine may use for its cache and running statements
 * @param threads worker threads of the engine, shared by all statements
 * @param flushEvents events that are kept in memory before they are moved into the file; memory
 *     holds at most twice as many. Multiples of 122,880, the engine's row group, save rewriting
 * @param flushBytes bytes of memory at which they are moved into the file though they are fewer
 * @param flushInterval how long events stay in memory only; what the log must re-deliver after a
 *     crash
 * @param walBytes at this size of the write-ahead log a checkpoint is made
 * @param readConnections questions that run at once
 * @param tempBytes what questions may spill into temporary files
 * @param reserveBytes free disk space below which nothing is moved into the file, so that the
 *     engine does not meet a full disk in the middle of a commit; 0 turns the watch off
 * @param people users and devices that there may be; each takes 24 bytes of memory at most
 * @param views besides {@link View#ACTIVITY}, which there always is
 */
public record DuckDbConfig(
    Path folder,
    long memoryBytes,
    int threads,
    int flushEvents,
    long flushBytes,
    Duration flushInterval,
    long walBytes,
    int readConnections,
    long tempBytes,
    long reserveBytes,
    int people,
    List<View> views) {
  private static final long MIB = 1024 * 1024;

  public DuckDbConfig {
    views = Stream.concat(Stream.of(View.ACTIVITY), views.stream()).distinct().toList();
    require(
        views.stream().map(View::name).distinct().count() == views.size(),
        "two views have one name");
    require(memoryBytes >= 64 * MIB, "memory must be at least 64 MiB");
    require(threads >= 1, "threads must be at least 1");
    require(flushEvents >= 1, "at least 1 event must fit into memory");
    require(flushBytes >= MIB, "at least 1 MiB of events must fit into memory");
    require(people >= 1, "there must be room for at least one user");
    require(flushInterval.toMillis() >= 1, "the flush interval must be at least 1 ms");
    require(walBytes >= MIB, "the write-ahead log must have at least 1 MiB");
    require(readConnections >= 1, "read connections must be at least 1");
    require(tempBytes >= 0, "temporary files cannot have a negative size");
    require(reserveBytes >= 0, "the disk reserve cannot be negative");
  }

  public static DuckDbConfig defaults(Path folder) {
    return new DuckDbConfig(
        folder,
        256 * MIB,
        Runtime.getRuntime().availableProcessors(),
        2 * Layout.ROW_GROUP,
        64 * MIB,
        Duration.ofSeconds(30),
        64 * MIB,
        4,
        4096 * MIB,
        64 * MIB,
        4_000_000,
        List.of());
  }

  /** The same with another reserve. */
  public DuckDbConfig withReserve(long bytes) {
    return new DuckDbConfig(
        folder,
        memoryBytes,
        threads,
        flushEvents,
        flushBytes,
        flushInterval,
        walBytes,
        readConnections,
        tempBytes,
        bytes,
        people,
        views);
  }

  /**
   * Bytes of properties at which events are moved into the file though they are fewer: the engine
   * takes up to five times as much while it makes columns of them, beside the questions that run.
   */
  long flushPropertyBytes() {
    return memoryBytes / 8;
  }

  Path file() {
    return folder.resolve("store.duckdb");
  }

  Path wal() {
    return folder.resolve("store.duckdb.wal");
  }

  Path temp() {
    return folder.resolve("temp");
  }

  /** Where answers are made that are files. */
  Path answers() {
    return folder.resolve("answers");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
