package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.QueryAnswer;
import dev.millrace.store.duckdb.FunnelByHand.Excluded;
import dev.millrace.store.duckdb.FunnelByHand.Wanted;
import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks many random funnels, and compares each answer with one found by trying every way. */
class FunnelAgreementTest {
  private static final int EVENTS = 900;
  private static final int QUESTIONS = 60;

  /** A question in both forms. */
  private record Asked(String json, Wanted wanted) {}

  /** A step in both forms. */
  private record StepAsked(String json, String name, Predicate<Happened> test) {}

  private final List<String> names = List.of("view", "buy", "leave", "o'clock", "a\"b");

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01T00:00:00Z, false",
    "Europe/Berlin,       2026-03-29T01:00:00Z, true",
    "America/St_Johns,    2026-11-01T04:30:00Z, false",
    "Asia/Kolkata,        2026-06-01T00:00:00Z, true"
  })
  void answersAsFoundByTryingEveryWay(String zone, Instant middle, boolean mixed) {
    long seed = middle.getEpochSecond();
    RandomQuestions random = new RandomQuestions(seed, ZoneId.of(zone), middle, mixed);
    SplittableRandom choice = new SplittableRandom(seed);
    List<Happened> events = random.events(EVENTS);
    int converted = 0;
    try (AskedStore store = new AskedStore(events, middle)) {
      for (int i = 0; i < QUESTIONS; i++) {
        Asked asked = question(choice, middle, ZoneId.of(zone));
        FunnelByHand byHand = new FunnelByHand(asked.wanted, events);
        QueryAnswer answer = store.ask(asked.json);
        AskedStore.assertSame(answer.rows(), byHand.rows(), asked.json);
        converted +=
            (Long) Objects.requireNonNull(answer.rows().get(1).get(asked.wanted.by().size() + 2))
                    > 0
                ? 1
                : 0;
        if (asked.wanted.by().isEmpty()) {
          int step = 1 + choice.nextInt(asked.wanted.steps().size());
          boolean dropped = choice.nextBoolean();
          assertThat(people(store, asked.json, step, dropped))
              .as(asked.json)
              .isEqualTo(byHand.people(step, dropped));
        }
      }
    }
    assertThat(converted).isGreaterThan(QUESTIONS / 3);
  }

  /** As in every other kind: by time, then partition, then offset. */
  @Test
  void eventsOfTheSameTimeAreInTheOrderOfTheirPartitions() {
    Instant time = Instant.parse("2026-03-01T10:00:00Z");
    String user = idOfPartition(TrendFixture.PARTITIONS - 1);
    String device = idOfPartition(0);
    List<Happened> events =
        List.of(
            new Happened("buy", user, time, Map.of()),
            new Happened("leave", user, time.minusSeconds(9), Map.of(), device, device),
            new Happened("view", user, time, Map.of(), device, device),
            new Happened("$identify", user, time.plusSeconds(9), Map.of(), user, device));
    try (AskedStore store = new AskedStore(events, time.plusSeconds(60))) {
      assertThat(
              store.ask("{\"kind\":\"funnel\",\"steps\":[\"view\",\"buy\"]}").rows().get(1).get(2))
          .isEqualTo(1L);
      assertThat(store.ask("{\"kind\":\"paths\",\"start\":\"view\",\"steps\":1}").rows())
          .isEqualTo(List.of(List.of(1L, "view", "buy", 1L, 1L)));
    }
  }

  private static String idOfPartition(int partition) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "id-" + i)
        .filter(id -> new Happened("", id, Instant.EPOCH, Map.of()).partition() == partition)
        .findFirst()
        .orElseThrow();
  }

  /** Everyone on all pages. */
  private static Map<String, Instant> people(
      AskedStore store, String json, int step, boolean dropped) {
    Map<String, Instant> people = new TreeMap<>();
    String cursor = null;
    do {
      String question =
          json.substring(0, json.length() - 1)
              + ",\"people\":{\"step\":"
              + step
              + ",\"dropped\":"
              + dropped
              + "}"
              + (cursor == null ? "" : ",\"cursor\":\"" + cursor + "\"")
              + "}";
      QueryAnswer page = store.ask(question);
      assertThat(page.columns()).containsExactly("user", "time");
      for (List<@Nullable Object> row : page.rows()) {
        assertThat(
                people.put(
                    (String) row.get(0), OffsetDateTime.parse((String) row.get(1)).toInstant()))
            .isNull();
      }
      cursor = page.meta().nextCursor();
    } while (cursor != null);
    return people;
  }

  private Asked question(SplittableRandom random, Instant middle, ZoneId zone) {
    String order = List.of("ordered", "strict", "any").get(random.nextInt(3));
    List<StepAsked> steps = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    while (steps.size() < count) {
      steps.add(step(random, true));
    }
    Duration within =
        List.of(
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofDays(3),
                Duration.ofDays(20))
            .get(random.nextInt(4));
    Instant from = middle.minus(Duration.ofHours(random.nextInt(1, 600)));
    Instant to = middle.plus(Duration.ofHours(random.nextInt(0, 600)));
    List<String> by =
        List.of(List.<String>of(), List.of("plan"), List.of("vip", "name")).get(random.nextInt(3));
    int limit = 1 + random.nextInt(4);
    List<Excluded> excluded = new ArrayList<>();
    List<String> excludedJson = new ArrayList<>();
    if (!order.equals("any") && random.nextBoolean()) {
      StepAsked what = step(random, false);
      int after = 1 + random.nextInt(count - 1);
      int before = after + 1 + random.nextInt(count - after);
      excluded.add(new Excluded(what.test, after, before));
      excludedJson.add(
          what.json.substring(0, what.json.length() - 1)
              + ",\"after\":%d,\"before\":%d}".formatted(after, before));
    }
    boolean onlyVip = random.nextInt(4) == 0;
    String json =
        "{\"kind\":\"funnel\",\"steps\":%s,\"within\":\"%dm\",\"order\":\"%s\",\"exclude\":%s,\"from\":\"%s\",\"to\":\"%s\",\"timezone\":\"%s\",\"limit\":%d%s%s}"
            .formatted(
                steps.stream().map(StepAsked::json).toList(),
                within.toMinutes(),
                order,
                excludedJson,
                from,
                to,
                zone,
                limit,
                by.isEmpty() ? "" : ",\"by\":" + by.stream().map(RandomQuestions::quoted).toList(),
                onlyVip ? ",\"where\":[{\"property\":\"vip\",\"value\":true}]" : "");
    return new Asked(
        json,
        new Wanted(
            steps.stream().map(StepAsked::test).toList(),
            steps.stream().map(StepAsked::name).toList(),
            within,
            order,
            excluded,
            event -> !onlyVip || Boolean.TRUE.equals(event.values().get("vip")),
            by,
            limit,
            from,
            to));
  }

  private StepAsked step(SplittableRandom random, boolean mayBeAny) {
    List<String> events = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      events.add(names.get(random.nextInt(names.size())));
    }
    List<String> distinct =
        mayBeAny && random.nextInt(6) == 0 ? List.of() : events.stream().distinct().toList();
    String label = distinct.isEmpty() ? "any event" : String.join(" or ", distinct);
    String json =
        "{\"events\":"
            + distinct.stream()
                .map(RandomQuestions::quoted)
                .collect(Collectors.joining(",", "[", "]"));
    Predicate<Happened> named = event -> distinct.isEmpty() || distinct.contains(event.name());
    if (random.nextInt(3) == 0) {
      return new StepAsked(
          json
              + ",\"where\":[{\"property\":\"amount\",\"op\":\">\",\"value\":20}],\"as\":\"dear\"}",
          "dear",
          named.and(event -> {
            Double amount = event.number("amount");
            return amount != null && amount > 20;
          }));
    }
    return new StepAsked(json + "}", label, named);
  }
}
