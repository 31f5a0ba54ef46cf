package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.KIB;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.live.LiveConfig;
import java.time.Duration;
import java.util.List;

/** Settings of the live stage. */
public final class LiveSettings {
  private static final LiveConfig DEFAULTS = LiveConfig.defaults();

  static final Setting<Integer> READERS =
      Setting.of(
          "live.readers",
          SettingType.integer(1, 1_000_000),
          DEFAULTS.readers(),
          "Open streams; more are answered 503.");
  static final Setting<Integer> QUESTIONS =
      Setting.of(
          "live.questions",
          SettingType.integer(1, 1_000_000),
          DEFAULTS.questions(),
          "Distinct questions with readers; more are answered 503.");
  static final Setting<Long> MAX_ANSWER =
      Setting.of(
          "live.max-answer",
          SettingType.size(KIB, GIB),
          (long) DEFAULTS.answerBytes(),
          "Size of one answer, which bounds what a slow reader makes the server hold.");
  static final Setting<Duration> MIN_INTERVAL =
      Setting.of(
          "live.min-interval",
          SettingType.duration(ofMillis(10), ofMinutes(10)),
          DEFAULTS.minInterval(),
          "Time between two answers to one question, at least.");
  static final Setting<Duration> MAX_REFRESH =
      Setting.of(
          "live.max-refresh",
          SettingType.duration(ofMillis(10), ofMinutes(60)),
          DEFAULTS.maxRefresh(),
          "A question whose range moves with the clock is asked again after this time.");
  static final Setting<Duration> HEARTBEAT =
      Setting.of(
          "live.heartbeat",
          SettingType.duration(ofMillis(100), ofMinutes(10)),
          DEFAULTS.heartbeat(),
          "A silent stream gets a sign of life after this time.");
  static final Setting<Duration> WRITE_TIMEOUT =
      Setting.of(
          "live.write-timeout",
          SettingType.duration(ofMillis(100), ofMinutes(10)),
          DEFAULTS.writeTimeout(),
          "A reader that takes nothing for so long is dropped.");
  static final Setting<Duration> LINGER =
      Setting.of(
          "live.linger",
          SettingType.duration(ofMillis(0), ofMinutes(10)),
          DEFAULTS.linger(),
          "How long a question outlives its last reader.");
  static final Setting<Integer> EVALUATORS =
      Setting.of(
          "live.evaluators",
          SettingType.integer(1, 1_000),
          DEFAULTS.evaluators(),
          "Threads that ask the subscribed questions.");
  static final Setting<Duration> STOP_GRACE =
      Setting.of(
          "live.stop-grace",
          SettingType.duration(ofMillis(0), ofSeconds(10)),
          DEFAULTS.stopGrace(),
          "How long streams may take to end when the server stops.");

  static final List<Setting<?>> LIST =
      List.of(
          READERS,
          QUESTIONS,
          MAX_ANSWER,
          MIN_INTERVAL,
          MAX_REFRESH,
          HEARTBEAT,
          WRITE_TIMEOUT,
          LINGER,
          EVALUATORS,
          STOP_GRACE);

  private LiveSettings() {}

  public static LiveConfig config(Settings settings) {
    settings.requireAtLeast(MAX_REFRESH, MIN_INTERVAL);
    return new LiveConfig(
        settings.get(READERS),
        settings.get(QUESTIONS),
        Limits.toInt(settings.get(MAX_ANSWER)),
        settings.get(MIN_INTERVAL),
        settings.get(MAX_REFRESH),
        settings.get(HEARTBEAT),
        settings.get(WRITE_TIMEOUT),
        settings.get(LINGER),
        settings.get(EVALUATORS),
        settings.get(STOP_GRACE));
  }
}
