package dev.millrace.app.command;

import dev.millrace.RunningServer;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Events whose answers depend on who is whom and in which order things happened, and questions. */
final class Story {
  private static final String RANGE = "\"from\":\"2026-01-01\",\"to\":\"2026-01-05\"";

  /**
   * Of all kinds; those that follow people in order depend on how events of one time are sorted.
   */
  private static final List<String> QUESTIONS =
      Stream.of(
              "\"measures\":[\"count\",\"uniques\",\"sum(amount)\",\"p95(amount)\"],\"by\":[\"name\"],"
                  + "\"every\":\"hour\"",
              "\"measures\":[\"uniques\"],\"every\":\"day\",\"source\":\"events\"",
              "\"kind\":\"top\",\"by\":[\"user\"],\"measures\":[\"count\",\"uniques\"],\"limit\":50",
              "\"kind\":\"funnel\",\"steps\":[\"opened\",\"looked\",\"bought\"],\"order\":\"strict\"",
              "\"kind\":\"funnel\",\"steps\":[\"opened\",\"bought\"],\"by\":[\"plan\"]",
              "\"kind\":\"sessions\",\"by\":[\"entry\"],\"gap\":\"1h\"",
              "\"kind\":\"sessions\",\"by\":[\"exit\"]",
              "\"kind\":\"paths\",\"start\":\"opened\",\"steps\":4,\"within\":\"2h\",\"limit\":200",
              "\"kind\":\"retention\",\"every\":\"day\",\"first\":\"opened\",\"return\":\"bought\",\"periods\":3",
              "\"kind\":\"stickiness\"",
              "\"kind\":\"lifecycle\",\"every\":\"day\"",
              "\"kind\":\"users\"")
          .map(question -> "{" + question + "," + RANGE + "}")
          .toList();

  private Story() {}

  /**
   * People with several ids, devices of several people, logins in the order that is not that of
   * their times, and hundreds of events that have their microsecond in common with others.
   */
  static String events(int count) {
    SplittableRandom random = new SplittableRandom(3);
    String[] names = {"opened", "looked", "bought", "$identify", "$alias"};
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String name = names[Math.max(0, random.nextInt(-400, 5)) % 5];
      if (name.equals("opened")) {
        name = names[random.nextInt(3)];
      }
      Instant time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(600L * random.nextInt(500));
      lines.append(
          """
          {"event":"%s","user":"u%d","anonymous":"d%d","id":"s%d","time":"%s","properties":{"amount":%d,"plan":"p%d","previousId":"%s%d"}}
          """
              .formatted(
                  name,
                  random.nextInt(40),
                  random.nextInt(25),
                  i,
                  time,
                  random.nextInt(100),
                  random.nextInt(3),
                  random.nextBoolean() ? "u" : "d",
                  random.nextInt(25)));
    }
    return lines.toString();
  }

  static List<String> answers(RunningServer server) {
    return QUESTIONS.stream()
        .map(question -> server.query(question).path("rows").toString())
        .toList();
  }
}
