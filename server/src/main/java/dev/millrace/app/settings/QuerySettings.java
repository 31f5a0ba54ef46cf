package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.GIB;
import static dev.millrace.app.settings.Limits.KIB;
import static dev.millrace.app.settings.Limits.MIB;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import dev.millrace.query.QueryConfig;
import java.time.Duration;
import java.util.List;

/** Settings of the query stage. */
public final class QuerySettings {
  private static final QueryConfig DEFAULTS = QueryConfig.defaults();

  static final Setting<Integer> MAX_RUNNING =
      Setting.of(
          "query.max-running",
          SettingType.integer(1, 1_000),
          DEFAULTS.maxRunning(),
          "Questions that the engine works on at once.");
  static final Setting<Integer> MAX_QUEUED =
      Setting.of(
          "query.max-queued",
          SettingType.integer(0, 1_000_000),
          DEFAULTS.maxQueued(),
          "Questions that wait for their turn; more are answered 503.");
  static final Setting<Duration> MAX_QUEUE_WAIT =
      Setting.of(
          "query.max-queue-wait",
          SettingType.duration(ofMillis(0), ofMinutes(10)),
          DEFAULTS.maxQueueWait(),
          "How long a question waits for its turn; funnels, of which half as many run, up to"
              + " query.time-limit more.");
  static final Setting<Integer> MAX_WAITING =
      Setting.of(
          "query.max-waiting",
          SettingType.integer(0, 1_000_000),
          DEFAULTS.maxWaiting(),
          "Questions that wait for a position of the log.");
  static final Setting<Duration> TIME_LIMIT =
      Setting.of(
          "query.time-limit",
          SettingType.duration(ofMillis(1), ofHours(1)),
          DEFAULTS.timeLimit(),
          "How long the engine may work on one question.");
  static final Setting<Integer> MAX_ROWS =
      Setting.of(
          "query.max-rows",
          SettingType.integer(1, 10_000_000),
          DEFAULTS.maxRows(),
          "Rows of an answer: buckets times groups.");
  static final Setting<Long> MAX_QUESTION =
      Setting.of(
          "query.max-question",
          SettingType.size(KIB, 16 * MIB),
          (long) DEFAULTS.maxQuestionBytes(),
          "Size of a question as JSON.");

  static final Setting<Integer> MAX_ANSWERS =
      Setting.of(
          "query.max-answers",
          SettingType.integer(0, 10_000_000),
          DEFAULTS.sharing().answers(),
          "Answers that are kept for equal questions; 0 keeps none.");
  static final Setting<Long> ANSWER_MEMORY =
      Setting.of(
          "query.answer-memory",
          SettingType.size(0, 64 * GIB),
          DEFAULTS.sharing().bytes(),
          "What these take of the Java heap, about.");
  static final Setting<Duration> FRESHNESS =
      Setting.of(
          "query.freshness",
          SettingType.duration(ofMillis(0), ofMinutes(10)),
          DEFAULTS.sharing().freshness(),
          "How long an answer up to now is given to others while nothing new is stored.");
  static final Setting<Duration> MAX_AGE =
      Setting.of(
          "query.max-age",
          SettingType.duration(ofMillis(0), ofHours(1)),
          DEFAULTS.sharing().maxAge(),
          "How old an answer may be that is given, as stale, when too many ask.");

  static final List<Setting<?>> LIST =
      List.of(
          MAX_RUNNING,
          MAX_QUEUED,
          MAX_QUEUE_WAIT,
          MAX_WAITING,
          TIME_LIMIT,
          MAX_ROWS,
          MAX_QUESTION,
          MAX_ANSWERS,
          ANSWER_MEMORY,
          FRESHNESS,
          MAX_AGE);

  private QuerySettings() {}

  public static QueryConfig config(Settings settings) {
    return new QueryConfig(
        settings.get(MAX_RUNNING),
        settings.get(MAX_QUEUED),
        settings.get(MAX_QUEUE_WAIT),
        settings.get(MAX_WAITING),
        settings.get(TIME_LIMIT),
        settings.get(MAX_ROWS),
        Limits.toInt(settings.get(MAX_QUESTION)),
        new QueryConfig.Sharing(
            settings.get(MAX_ANSWERS),
            settings.get(ANSWER_MEMORY),
            settings.get(FRESHNESS),
            settings.get(MAX_AGE)));
  }
}
