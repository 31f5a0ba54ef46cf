package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.QueryAnswer;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.PeriodsByHand.RetentionWanted;
import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asks many random questions about retention, stickiness and lifecycle, and compares each answer
 * with one made of sets of dates.
 */
class PeriodsAgreementTest {
  private static final int EVENTS = 1_200;
  private static final int QUESTIONS = 25;
  private static final List<String> NAMES = List.of("view", "buy", "leave", "o'clock", "a\"b");

  private static final View SETS =
      ViewFormat.view("sets", List.of(), List.of("name", "vip", "amount"), List.of("uniques"));

  private final Set<String> sources = new TreeSet<>();
  private SplittableRandom random = new SplittableRandom(1);

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01T00:00:00Z, false",
    "Europe/Berlin,       2026-03-29T01:00:00Z, true",
    "Asia/Kolkata,        2026-06-01T00:00:00Z, true",
    "America/St_Johns,    2026-11-01T04:30:00Z, false",
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z, true",
    "America/Sao_Paulo,   2018-11-04T03:00:00Z, false"
  })
  void answersAsMadeOfSetsOfDates(String zoneName, Instant middle, boolean mixed) {
    random = new SplittableRandom(middle.getEpochSecond());
    ZoneId zone = ZoneId.of(zoneName);
    List<Happened> events =
        new RandomQuestions(middle.getEpochSecond(), zone, middle, mixed).events(EVENTS);
    Instant now = middle.plus(Duration.ofDays(random.nextInt(5, 30)));
    try (AskedStore store = new AskedStore(events, now, List.of(SETS))) {
      for (int i = 0; i < QUESTIONS; i++) {
        String every = pick(List.of("day", "week", "month"));
        Instant from = middle.minus(Duration.ofHours(random.nextInt(1, 700)));
        Instant to = middle.plus(Duration.ofHours(random.nextInt(0, 700)));
        String range =
            ",\"every\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"timezone\":\"%s\""
                .formatted(every, from, to, zone);
        PeriodsByHand byHand = new PeriodsByHand(events, zone, every, now);
        retention(store, byHand, range, from, to);
        stickiness(store, byHand, range, from, to);
        lifecycle(store, byHand, range, from, to);
      }
    }
    assertThat(sources).contains("events").anyMatch(source -> source.startsWith("sets"));
  }

  private void retention(
      AskedStore store, PeriodsByHand byHand, String range, Instant from, Instant to) {
    List<String> first = someOrAny();
    List<String> returning = random.nextInt(3) == 0 ? first : someOrAny();
    boolean dear = random.nextBoolean();
    boolean firstTime = random.nextBoolean();
    boolean rolling = random.nextBoolean();
    int periods = random.nextInt(1, 90);
    List<String> by = by();
    int limit = random.nextInt(1, 5);
    String question =
        "{\"kind\":\"retention\",\"first\":{\"events\":%s%s},\"return\":{\"events\":%s},\"cohort\":\"%s\",\"mode\":\"%s\",\"periods\":%d,\"by\":%s,\"limit\":%d%s}"
            .formatted(
                json(first),
                dear ? ",\"where\":{\"property\":\"amount\",\"op\":\">\",\"value\":20}" : "",
                json(returning),
                firstTime ? "first_time" : "recurring",
                rolling ? "rolling" : "exact",
                periods,
                json(by),
                limit,
                range);
    Predicate<Happened> isDear =
        event -> {
          Double amount = event.number("amount");
          return !dear || (amount != null && amount > 20);
        };
    assertAnswers(
        store,
        byHand.retention(
            new RetentionWanted(
                isDear.and(isOneOf(first)),
                isOneOf(returning),
                firstTime,
                rolling,
                periods,
                by,
                limit,
                from,
                to)),
        question);
  }

  private void stickiness(
      AskedStore store, PeriodsByHand byHand, String range, Instant from, Instant to) {
    List<String> names = some();
    List<String> by = by();
    int limit = random.nextInt(1, 5);
    String question =
        "{\"kind\":\"stickiness\",\"events\":%s,\"by\":%s,\"limit\":%d%s}"
            .formatted(json(names), json(by), limit, range);
    assertAnswers(
        store,
        byHand.stickiness(event -> names.contains(event.name()), by, limit, from, to),
        question);
  }

  private void lifecycle(
      AskedStore store, PeriodsByHand byHand, String range, Instant from, Instant to) {
    List<String> names = some();
    String question =
        "{\"kind\":\"lifecycle\",\"events\":%s,\"where\":[{\"property\":\"vip\",\"op\":\"set\"}]%s}"
            .formatted(json(names), range);
    assertAnswers(
        store,
        byHand.lifecycle(
            event -> names.contains(event.name()) && event.values().containsKey("vip"), from, to),
        question);
  }

  /** From sets of people in a view, where there is no breakdown, and from the events. */
  private void assertAnswers(
      AskedStore store, List<? extends List<? extends @Nullable Object>> byHand, String question) {
    QueryAnswer cheapest = store.ask(question);
    sources.add(cheapest.meta().source());
    AskedStore.assertSame(cheapest.rows(), byHand, question);
    String fromEvents = question.replaceFirst("}$", ",\"source\":\"events\"}");
    AskedStore.assertSame(store.ask(fromEvents).rows(), byHand, fromEvents);
  }

  private List<String> some() {
    return Stream.of(pick(NAMES), pick(NAMES)).distinct().toList();
  }

  private List<String> someOrAny() {
    return random.nextInt(5) == 0 ? List.of() : some();
  }

  private static Predicate<Happened> isOneOf(List<String> names) {
    return event -> names.isEmpty() || names.contains(event.name());
  }

  private List<String> by() {
    return pick(List.of(List.<String>of(), List.of("plan"), List.of("vip", "name")));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<String> json(List<String> texts) {
    return texts.stream().map(RandomQuestions::quoted).toList();
  }
}
