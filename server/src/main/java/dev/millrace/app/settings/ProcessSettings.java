package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.KIB;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.process.ProcessConfig;
import java.time.Duration;
import java.util.List;

/** Settings of the process stage. */
public final class ProcessSettings {
  private static final ProcessConfig DEFAULTS = ProcessConfig.defaults();

  static final Setting<Integer> MAX_BATCH =
      Setting.of(
          "process.max-batch",
          SettingType.integer(1, 10_000_000),
          DEFAULTS.maxBatchEvents(),
          "Events that are written to the store in one step.");
  static final Setting<Long> MAX_BATCH_SIZE =
      Setting.of(
          "process.max-batch-size",
          SettingType.size(KIB, 64 * GIB),
          DEFAULTS.maxBatchBytes(),
          "Size of what is written to the store in one step.");
  static final Setting<Long> FILTER =
      Setting.of(
          "process.filter",
          SettingType.size(ProcessConfig.MIN_FILTER_BYTES, 64 * GIB),
          DEFAULTS.filterBytes(),
          "Memory for recognizing repeated events; what does not fit is read from the store.");
  static final Setting<Duration> BUCKET =
      Setting.of(
          "process.bucket",
          SettingType.duration(ofMillis(1), ofHours(1)),
          DEFAULTS.bucketWidth(),
          "Stretch of time that the filter loads and forgets as one.");
  static final Setting<Duration> POSITIONS_DELAY =
      Setting.of(
          "process.positions-delay",
          SettingType.duration(ofMillis(0), ofMinutes(1)),
          DEFAULTS.positionsDelay(),
          "How long positions without new events wait before they are written alone.");
  static final Setting<Duration> FIRST_RETRY =
      Setting.of(
          "process.first-retry",
          SettingType.duration(ofMillis(1), ofMinutes(10)),
          DEFAULTS.firstRetry(),
          "Pause after the store has failed, doubled with each further failure.");
  static final Setting<Duration> LONGEST_RETRY =
      Setting.of(
          "process.longest-retry",
          SettingType.duration(ofMillis(1), ofMinutes(10)),
          DEFAULTS.longestRetry(),
          "The longest pause between two tries.");
  static final Setting<Duration> REJECT_TIMEOUT =
      Setting.of(
          "process.reject-timeout",
          SettingType.duration(ofMillis(1), ofMinutes(10)),
          DEFAULTS.rejectTimeout(),
          "How long an unreadable record waits to be kept aside.");
  static final Setting<Duration> DRAIN_LIMIT =
      Setting.of(
          "process.drain-limit",
          SettingType.duration(ofMillis(1), ofSeconds(10)),
          DEFAULTS.drainLimit(),
          "How long a stop may take to write what is in the log.");

  static final List<Setting<?>> LIST =
      List.of(
          MAX_BATCH,
          MAX_BATCH_SIZE,
          FILTER,
          BUCKET,
          POSITIONS_DELAY,
          FIRST_RETRY,
          LONGEST_RETRY,
          REJECT_TIMEOUT,
          DRAIN_LIMIT);

  private ProcessSettings() {}

  public static ProcessConfig config(Settings settings) {
    settings.requireAtLeast(LONGEST_RETRY, FIRST_RETRY);
    return new ProcessConfig(
        settings.get(MAX_BATCH),
        settings.get(MAX_BATCH_SIZE),
        settings.get(FILTER),
        settings.get(BUCKET),
        settings.get(POSITIONS_DELAY),
        settings.get(FIRST_RETRY),
        settings.get(LONGEST_RETRY),
        settings.get(REJECT_TIMEOUT),
        settings.get(DRAIN_LIMIT));
  }
}
