package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.KIB;
import static dev.millrace.app.settings.Limits.MIB;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import dev.millrace.query.sql.SqlConfig;
import java.time.Duration;
import java.util.List;

/** Settings of SQL from outside. */
public final class SqlSettings {
  private static final SqlConfig DEFAULTS = SqlConfig.defaults();

  static final Setting<Integer> MAX_RUNNING =
      Setting.of(
          "sql.max-running",
          SettingType.integer(1, 1_000),
          DEFAULTS.maxRunning(),
          "Statements of POST /v1/sql that run at once; more wait.");
  static final Setting<Integer> MAX_QUEUED =
      Setting.of(
          "sql.max-queued",
          SettingType.integer(0, 10_000),
          DEFAULTS.maxQueued(),
          "Statements that wait for their turn; more are answered 503.");
  static final Setting<Duration> MAX_QUEUE_WAIT =
      Setting.of(
          "sql.max-queue-wait",
          SettingType.duration(Duration.ZERO, ofHours(1)),
          DEFAULTS.maxQueueWait(),
          "How long a statement waits for its turn.");
  static final Setting<Duration> TIME_LIMIT =
      Setting.of(
          "sql.time-limit",
          SettingType.duration(ofMillis(1), ofHours(1)),
          DEFAULTS.timeLimit(),
          "How long a statement may run, sending its answer included.");
  static final Setting<Long> MAX_ROWS =
      Setting.of(
          "sql.max-rows",
          SettingType.count(1, 1_000_000_000),
          DEFAULTS.maxRows(),
          "Rows of a statement's answer.");
  static final Setting<Long> MEMORY =
      Setting.of(
          "sql.memory",
          SettingType.size(MIB, 1024 * GIB),
          DEFAULTS.memoryBytes(),
          "What the engine's running work may take before statements are cancelled.");
  static final Setting<Long> MAX_FILE =
      Setting.of(
          "sql.max-file",
          SettingType.size(MIB, 1024 * GIB),
          DEFAULTS.maxFileBytes(),
          "Size of a Parquet answer, which is made on disk.");
  static final Setting<Long> MAX_STATEMENT =
      Setting.of(
          "sql.max-statement",
          SettingType.size(KIB, MIB),
          (long) DEFAULTS.maxStatementBytes(),
          "Size of a statement.");

  static final List<Setting<?>> LIST =
      List.of(
          MAX_RUNNING,
          MAX_QUEUED,
          MAX_QUEUE_WAIT,
          TIME_LIMIT,
          MAX_ROWS,
          MEMORY,
          MAX_FILE,
          MAX_STATEMENT);

  private SqlSettings() {}

  public static SqlConfig config(Settings settings) {
    return new SqlConfig(
        settings.get(MAX_RUNNING),
        settings.get(MAX_QUEUED),
        settings.get(MAX_QUEUE_WAIT),
        settings.get(TIME_LIMIT),
        settings.get(MAX_ROWS),
        settings.get(MEMORY),
        settings.get(MAX_FILE),
        Limits.toInt(settings.get(MAX_STATEMENT)));
  }
}
