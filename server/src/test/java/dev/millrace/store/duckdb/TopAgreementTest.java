package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.QueryAnswer;
import dev.millrace.store.duckdb.TrendByHand.Happened;
import dev.millrace.store.duckdb.TrendByHand.Wanted;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the largest groups with trends that were computed in plain Java. */
class TopAgreementTest {
  private static final int EVENTS = 1_500;
  private static final List<String> MEASURES =
      List.of("count", "uniques", "sum(amount)", "uniques(size)", "avg(amount)", "per_user");

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01",
    "Europe/Berlin,       2026-03-29",
    "Asia/Kolkata,        2026-06-01",
    "America/St_Johns,    2026-11-01",
    "Australia/Lord_Howe, 2026-10-04"
  })
  void answersAsComputedByHand(String zoneName, LocalDate middle) {
    ZoneId zone = ZoneId.of(zoneName);
    Instant start = middle.atStartOfDay(zone).toInstant();
    RandomQuestions random = new RandomQuestions(middle.toEpochDay(), zone, start, false);
    SplittableRandom choice = new SplittableRandom(middle.toEpochDay());
    List<Happened> events = random.events(EVENTS);
    try (AskedStore store = new AskedStore(events, start)) {
      for (String measure : MEASURES) {
        List<String> by = List.of(List.of("plan"), List.of("name", "vip")).get(choice.nextInt(2));
        int limit = 1 + choice.nextInt(7);
        int days = 1 + choice.nextInt(10);
        boolean other = choice.nextBoolean();
        LocalDate from = middle.minusDays(choice.nextInt(days));
        String question =
            "{\"kind\":\"top\",\"measures\":[\"%s\",\"count \"],\"by\":%s,\"limit\":%d,\"other\":%s,\"from\":\"%s\",\"to\":\"%s\",\"timezone\":\"%s\"}"
                .formatted(
                    measure,
                    by.stream().map(RandomQuestions::quoted).toList(),
                    limit,
                    other,
                    from,
                    from.plusDays(days),
                    zone);
        QueryAnswer answer = store.ask(question);
        List<List<@Nullable Object>> byHand =
            new ByHand(events, measure, by, zone).rows(from, days, limit, other);
        AskedStore.assertSame(answer.rows(), byHand, question);
        assertThat(answer.columns())
            .startsWith(by.getFirst())
            .endsWith("share", "previous", "change");
      }
    }
  }

  /** Puts the answers of three trends together. */
  private record ByHand(List<Happened> events, String measure, List<String> by, ZoneId zone) {

    List<List<@Nullable Object>> rows(LocalDate from, int days, int limit, boolean other) {
      List<List<@Nullable Object>> now = trend(from, days, by, limit);
      List<List<@Nullable Object>> before = trend(from.minusDays(days), days, by, 1_000);
      Object whole = trend(from, days, List.of(), 1).getFirst().getFirst();
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (List<@Nullable Object> found : now) {
        boolean rest = now.indexOf(found) == limit;
        if (rest && !other) {
          continue;
        }
        List<@Nullable Object> row = new ArrayList<>(found);
        Object value = found.get(by.size());
        row.add(hasParts() ? quotient(value, whole) : null);
        Object previous = rest ? restBefore(now.subList(0, limit), from, days) : none();
        for (List<@Nullable Object> earlier : before) {
          if (!rest && earlier.subList(0, by.size()).equals(found.subList(0, by.size()))) {
            previous = earlier.get(by.size());
          }
        }
        row.add(previous);
        row.add(
            value == null || previous == null
                ? null
                : quotient(number(value) - number(previous), previous));
        rows.add(row);
      }
      return rows;
    }

    private @Nullable Object restBefore(
        List<List<@Nullable Object>> kept, LocalDate from, int days) {
      List<List<@Nullable Object>> groups = new ArrayList<>();
      kept.forEach(row -> groups.add(row.subList(0, by.size())));
      List<Happened> rest =
          events.stream()
              .filter(event -> {
                List<@Nullable Object> group = new ArrayList<>();
                by.forEach(property -> group.add(event.text(property)));
                return !groups.contains(group);
              })
              .toList();
      return new ByHand(rest, measure, List.of(), zone)
          .trend(from.minusDays(days), days, List.of(), 1)
          .getFirst()
          .getFirst();
    }

    private boolean hasParts() {
      return !measure.equals("avg(amount)") && !measure.equals("per_user");
    }

    private @Nullable Object none() {
      return measure.equals("avg(amount)") ? null : (Object) 0L;
    }

    private List<List<@Nullable Object>> trend(
        LocalDate from, int days, List<String> groups, int limit) {
      return new TrendByHand(
              new Wanted(
                  List.of(measure, "count"),
                  _ -> true,
                  groups,
                  limit,
                  "none",
                  from.atStartOfDay(zone).toInstant(),
                  from.plusDays(days).atStartOfDay(zone).toInstant(),
                  zone),
              events)
          .rows();
    }

    private static @Nullable Object quotient(@Nullable Object part, @Nullable Object whole) {
      return part == null || whole == null || number(whole) == 0
          ? null
          : (Object) (number(part) / number(whole));
    }

    private static double number(Object value) {
      return ((Number) value).doubleValue();
    }
  }
}
