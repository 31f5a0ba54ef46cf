package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks many random questions about sessions and paths, and follows each person by hand. */
class VisitsAgreementTest {
  private static final int EVENTS = 1_500;
  private static final int QUESTIONS = 30;
  private static final List<String> NAMES = List.of("view", "buy", "leave", "o'clock", "a\"b");

  private SplittableRandom random = new SplittableRandom(1);

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01T00:00:00Z",
    "Europe/Berlin,       2026-03-29T01:00:00Z",
    "Asia/Kolkata,        2026-06-01T00:00:00Z",
    "America/St_Johns,    2026-11-01T04:30:00Z",
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z"
  })
  void answersAsWalkedThroughByHand(String zoneName, Instant middle) {
    random = new SplittableRandom(middle.getEpochSecond());
    ZoneId zone = ZoneId.of(zoneName);
    List<Happened> events =
        new RandomQuestions(middle.getEpochSecond(), zone, middle, false).events(EVENTS);
    try (AskedStore store = new AskedStore(events, middle)) {
      for (int i = 0; i < QUESTIONS; i++) {
        Duration gap = Duration.ofSeconds(random.nextInt(1, 7_200));
        Instant from = middle.minus(Duration.ofMinutes(random.nextInt(1, 9_000)));
        Instant to = middle.plus(Duration.ofMinutes(random.nextInt(0, 9_000)));
        boolean some = random.nextBoolean();
        List<String> names = some ? List.of("view", "buy", "leave") : List.of();
        String basis =
            ",\"from\":\"%s\",\"to\":\"%s\",\"timezone\":\"%s\",\"events\":%s}"
                .formatted(from, to, zone, names.stream().map(RandomQuestions::quoted).toList());
        VisitsByHand byHand =
            new VisitsByHand(events, event -> !some || names.contains(event.name()), gap, from, to);
        sessions(store, byHand, gap, basis, from, to, zone);
        paths(store, byHand, gap, basis);
      }
    }
  }

  private void sessions(
      AskedStore store,
      VisitsByHand byHand,
      Duration gap,
      String basis,
      Instant from,
      Instant to,
      ZoneId zone) {
    List<String> by =
        pick(
            List.of(
                List.<String>of(),
                List.of("entry"),
                List.of("exit", "plan"),
                List.of("vip", "entry")));
    int limit = random.nextInt(1, 6);
    boolean daily = random.nextBoolean();
    String question =
        "{\"kind\":\"sessions\",\"gap\":\"%ds\",\"every\":\"%s\",\"by\":%s,\"limit\":%d%s"
            .formatted(
                gap.toSeconds(),
                daily ? "day" : "none",
                by.stream().map(RandomQuestions::quoted).toList(),
                limit,
                basis);
    AskedStore.assertSame(
        store.ask(question).rows(),
        byHand.sessions(by, limit, zone, daily ? VisitsByHand.days(from, to, zone) : null),
        question);
  }

  private void paths(AskedStore store, VisitsByHand byHand, Duration gap, String basis) {
    String start = random.nextInt(3) == 0 ? pick(NAMES) : null;
    String end = start == null && random.nextBoolean() ? pick(NAMES) : null;
    int steps = random.nextInt(1, 11);
    boolean repeats = random.nextBoolean();
    int minCount = random.nextInt(1, 4);
    int limit = random.nextInt(1, 60);
    String anchors =
        Stream.of(
                start == null ? "" : "\"start\":" + RandomQuestions.quoted(start) + ",",
                end == null ? "" : "\"end\":" + RandomQuestions.quoted(end) + ",")
            .reduce("", String::concat);
    String question =
        "{\"kind\":\"paths\",%s\"steps\":%d,\"within\":\"%ds\",\"repeats\":%s,\"min_count\":%d,\"limit\":%d%s"
            .formatted(anchors, steps, gap.toSeconds(), repeats, minCount, limit, basis);
    AskedStore.assertSame(
        store.ask(question).rows(),
        byHand.paths(start, end, steps, repeats, minCount, limit),
        question);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
