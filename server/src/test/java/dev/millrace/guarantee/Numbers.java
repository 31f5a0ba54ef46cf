package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Positions;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * Events that each carry a number of their own, so that a few measures tell whether each is there
 * once: as many events as different numbers, of the right smallest, largest and sum.
 */
final class Numbers {
  private Numbers() {}

  /** A batch of Segment's with the numbers {@code [from, to)}. */
  static String segmentBatch(long from, long to, Instant time) {
    return batch(
        "{\"batch\":[",
        "]}",
        from,
        to,
        n ->
            """
            {"type":"track","messageId":"n%d","event":"%s","userId":"u%d","timestamp":"%s",\
            "properties":{"n":%d}}\
            """
                .formatted(n, name(n), n % 50, time.minusMillis(n % 1_000), n));
  }

  /** The same as an array of native events. */
  static String nativeBatch(long from, long to, Instant time) {
    return batch(
        "[",
        "]",
        from,
        to,
        n ->
            """
            {"id":"n%d","event":"%s","user":"u%d","time":"%s","properties":{"n":%d}}\
            """
                .formatted(n, name(n), n % 50, time.minusMillis(n % 1_000), n));
  }

  private static String name(long n) {
    return "feature_" + n % 7;
  }

  private static String batch(
      String before, String after, long from, long to, LongFunction<String> event) {
    return LongStream.range(from, to)
        .mapToObj(event)
        .collect(Collectors.joining(",", before, after));
  }

  /** Asks for what {@link #assertOnce} looks at, once the store has the positions. */
  static String question(Positions after) {
    return String.format(
        Locale.ROOT,
        """
        {"measures":["count","uniques(n)","min(n)","max(n)","sum(n)"],"exact":true,"every":"none",
         "from":"-30d","after":"%s","timeout":"60s"}
        """,
        after);
  }

  /** Counts from the view, which has its own copy of every count. */
  static String viewQuestion(Positions after) {
    return String.format(
        Locale.ROOT,
        """
        {"measures":["count"],"every":"none","from":"-30d","after":"%s","timeout":"60s"}
        """,
        after);
  }

  /** Each number of {@code [0, count)} is there once. */
  static void assertOnce(JsonNode row, long count) {
    assertThat(row.toString())
        .isEqualTo(
            String.format(
                Locale.ROOT, "[%d,%d,0,%d,%d]", count, count, count - 1, count * (count - 1) / 2));
  }
}
