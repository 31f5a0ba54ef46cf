package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.MIB;
import static dev.millrace.app.settings.Limits.PIB;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import dev.millrace.store.duckdb.DuckDbConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings of the store stage. */
public final class StoreSettings {
  private static final DuckDbConfig DEFAULTS = DuckDbConfig.defaults(Path.of("store"));

  static final Setting<String> FOLDER =
      Setting.of(
          "store.folder",
          SettingType.text("a path"),
          "",
          "Folder of the database; store in the data folder if not set.");
  static final Setting<Long> MEMORY =
      Setting.of(
          "store.memory",
          SettingType.size(64 * MIB, 1024 * GIB),
          DEFAULTS.memoryBytes(),
          "What the engine may use beside the Java heap.");
  static final Setting<Integer> THREADS =
      Setting.of(
          "store.threads",
          SettingType.integer(1, 1_024),
          DEFAULTS.threads(),
          "Worker threads of the engine, by default one a core.");
  static final Setting<Integer> FLUSH_EVENTS =
      Setting.of(
          "store.flush-events",
          SettingType.integer(1, 100_000_000),
          DEFAULTS.flushEvents(),
          "Newest events that are kept in memory; best in multiples of 122880.");
  static final Setting<Long> FLUSH_BYTES =
      Setting.of(
          "store.flush-bytes",
          SettingType.size(MIB, 64 * GIB),
          DEFAULTS.flushBytes(),
          "Memory at which newest events are moved to the file though they are fewer; properties"
              + " alone, at an eighth of store.memory.");
  static final Setting<Duration> FLUSH_INTERVAL =
      Setting.of(
          "store.flush-interval",
          SettingType.duration(ofMillis(1), ofHours(24)),
          DEFAULTS.flushInterval(),
          "How long events stay in memory only; the log repeats them after a crash.");
  static final Setting<Long> WAL =
      Setting.of(
          "store.wal",
          SettingType.size(MIB, 64 * GIB),
          DEFAULTS.walBytes(),
          "Size of the write-ahead log at which a checkpoint is made.");
  static final Setting<Integer> READ_CONNECTIONS =
      Setting.of(
          "store.read-connections",
          SettingType.integer(1, 1_000),
          DEFAULTS.readConnections(),
          "Questions that run in the engine at once; as query.max-running.");
  static final Setting<Long> TEMPORARY =
      Setting.of(
          "store.temporary",
          SettingType.size(0, PIB),
          DEFAULTS.tempBytes(),
          "What questions may spill to disk.");
  static final Setting<Long> RESERVE =
      Setting.of(
          "store.reserve",
          SettingType.size(0, PIB),
          DEFAULTS.reserveBytes(),
          "Disk that must stay free; below it nothing is moved to the file. On the log's disk at least"
              + " half of log.reserve.");
  static final Setting<Integer> PEOPLE =
      Setting.of(
          "store.people",
          SettingType.integer(1, 1_000_000_000),
          DEFAULTS.people(),
          "Users and devices that there may be, each for 24 bytes of the Java heap.");
  static final List<Setting<?>> LIST =
      List.of(
          FOLDER,
          MEMORY,
          THREADS,
          FLUSH_EVENTS,
          FLUSH_BYTES,
          FLUSH_INTERVAL,
          WAL,
          READ_CONNECTIONS,
          TEMPORARY,
          RESERVE,
          PEOPLE);

  private StoreSettings() {}

  public static DuckDbConfig config(Settings settings) {
    return new DuckDbConfig(
        folder(settings),
        settings.get(MEMORY),
        settings.get(THREADS),
        settings.get(FLUSH_EVENTS),
        settings.get(FLUSH_BYTES),
        settings.get(FLUSH_INTERVAL),
        settings.get(WAL),
        settings.get(READ_CONNECTIONS),
        settings.get(TEMPORARY),
        settings.get(RESERVE),
        settings.get(PEOPLE),
        ViewSettings.views(settings));
  }

  /** Where the database lies. */
  public static Path folder(Settings settings) {
    String folder = settings.get(FOLDER);
    return folder.isEmpty() ? settings.get(DataSettings.DATA).resolve("store") : Path.of(folder);
  }
}
