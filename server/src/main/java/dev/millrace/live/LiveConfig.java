package dev.millrace.live;

import java.time.Duration;

/**
 * Limits of the live stage.
 *
 * @param readers open streams at most; more are answered {@code live_overloaded}
 * @param questions distinct questions with readers at most; more are answered {@code
 *     live_overloaded}
 * @param answerBytes size of one answer at most. It bounds what a reader can make the server hold:
 *     the answer that is being written to it, and the newest one, which all readers share.
 * @param minInterval time between two answers to the same question, at least
 * @param maxRefresh a question whose time range moves with the clock is asked again after this time
 *     though nothing was committed; one with a short range sooner, down to {@code minInterval}
 * @param heartbeat a stream that has been silent for so long gets a comment
 * @param writeTimeout a reader that does not take an answer off its socket for so long is dropped
 * @param linger how long a question outlives its last reader, for one that reconnects
 * @param evaluators threads that ask questions
 * @param stopGrace how long streams may take to end when the stage closes
 */
public record LiveConfig(
    int readers,
    int questions,
    int answerBytes,
    Duration minInterval,
    Duration maxRefresh,
    Duration heartbeat,
    Duration writeTimeout,
    Duration linger,
    int evaluators,
    Duration stopGrace) {

  public LiveConfig {
    requireAtLeastOne("readers", readers);
    requireAtLeastOne("questions", questions);
    requireAtLeastOne("answerBytes", answerBytes);
    requireAtLeastOne("evaluators", evaluators);
    requirePositive("minInterval", minInterval);
    requirePositive("maxRefresh", maxRefresh);
    requirePositive("heartbeat", heartbeat);
    requirePositive("writeTimeout", writeTimeout);
    if (maxRefresh.compareTo(minInterval) < 0) {
      throw new IllegalArgumentException("maxRefresh must not be below minInterval");
    }
    if (linger.isNegative() || stopGrace.isNegative()) {
      throw new IllegalArgumentException("linger and stopGrace must not be negative");
    }
  }

  public static LiveConfig defaults() {
    return new LiveConfig(
        12_000,
        1_000,
        1024 * 1024,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(20),
        Duration.ofSeconds(5),
        2,
        Duration.ofSeconds(2));
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, is " + value);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, is " + value);
    }
  }
}
