package dev.millrace.app.settings;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;

/** Settings of exports. */
public final class ExportSettings {
  public static final Setting<Duration> TIME_LIMIT =
      Setting.of(
          "export.time-limit",
          SettingType.duration(ofSeconds(1), ofHours(24)),
          ofMinutes(10),
          "How long the engine may write one file of an export, a day by the command.");
  public static final Setting<Integer> MAX_RUNNING =
      Setting.of(
          "export.max-running",
          SettingType.integer(1, 100),
          1,
          "Files that are exported at a time; each takes a connection to the engine, and disk.");

  static final List<Setting<?>> LIST = List.of(TIME_LIMIT, MAX_RUNNING);

  private ExportSettings() {}
}
