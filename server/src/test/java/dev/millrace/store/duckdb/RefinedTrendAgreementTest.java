package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.store.duckdb.TrendByHand.Happened;
import dev.millrace.store.duckdb.TrendByHand.Wanted;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares what is made of a trend's numbers with the same made by hand of trends by hand. */
class RefinedTrendAgreementTest {
  private static final int EVENTS = 1_200;
  private static final List<String> MEASURES =
      List.of("count", "uniques", "sum(amount)", "avg(size)");

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01",
    "Europe/Berlin,       2026-03-29",
    "Asia/Kolkata,        2026-06-01",
    "America/St_Johns,    2026-11-01",
    "Australia/Lord_Howe, 2026-10-04"
  })
  void answersAsMadeByHand(String zoneName, LocalDate middle) {
    ZoneId zone = ZoneId.of(zoneName);
    Instant start = middle.atStartOfDay(zone).toInstant();
    List<Happened> events =
        new RandomQuestions(middle.toEpochDay(), zone, start, false).events(EVENTS);
    SplittableRandom random = new SplittableRandom(middle.toEpochDay());
    try (AskedStore store = new AskedStore(events, start)) {
      for (int i = 0; i < 12; i++) {
        int days = random.nextInt(1, 12);
        LocalDate from = middle.minusDays(random.nextInt(0, days));
        boolean grouped = random.nextBoolean();
        boolean cumulative = i % 3 == 1;
        int average = i % 3 == 2 ? random.nextInt(2, 6) : 1;
        String question =
            "{\"measures\":[\"count\",\"uniques\",\"sum(amount)\",\"avg(size)\"],\"by\":%s,\"limit\":2,\"every\":\"day\",\"from\":\"%s\",\"to\":\"%s\",\"timezone\":\"%s\",\"compare\":\"previous\",\"formula\":[\"c / (a - b) * 100\",\"-d + 1.5\"],\"cumulative\":%s%s}"
                .formatted(
                    grouped ? "[\"plan\"]" : "[]",
                    from,
                    from.plusDays(days),
                    zone,
                    cumulative,
                    average > 1 ? ",\"moving_average\":" + average : "");
        AskedStore.assertSame(
            store.ask(question).rows(),
            new ByHand(events, zone, grouped ? List.of("plan") : List.of(), cumulative, average)
                .rows(from, days),
            question);
      }
    }
  }

  /** In every hour as many events as the clock shows; a second time, ten more. */
  private static List<Happened> likeTheClock(ZoneId zone, LocalDate from, LocalDate to) {
    List<Happened> events = new ArrayList<>();
    Instant end = to.atStartOfDay(zone).toInstant();
    for (Instant hour = from.atStartOfDay(zone).toInstant();
        hour.isBefore(end);
        hour = hour.plusSeconds(3600)) {
      int shown = hour.atZone(zone).getHour();
      boolean again = hour.minusSeconds(3600).atZone(zone).getHour() == shown;
      for (int i = 0; i < shown + (again ? 10 : 0); i++) {
        events.add(new Happened("view", "ada", hour.plusSeconds(i), Map.of()));
      }
    }
    return events;
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28, 2026-03-29, 23, -1, -1",
    "2026-03-29, 2026-03-30, 24, -1, 2",
    "2026-10-24, 2026-10-25, 25, 3, 3",
    "2026-10-25, 2026-10-26, 24, -1, -1"
  })
  void comparesHoursAtWhichTheClockShowedTheSame(
      LocalDate before, LocalDate day, int hours, int again, int without) {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    List<Happened> events = likeTheClock(zone, before, day.plusDays(1));
    try (AskedStore store =
        new AskedStore(events, day.plusDays(1).atStartOfDay(zone).toInstant())) {
      List<List<@Nullable Object>> rows =
          store
              .ask(
                  "{\"every\":\"hour\",\"from\":\"%s\",\"to\":\"%s\",\"timezone\":\"%s\",\"compare\":\"previous\"}"
                      .formatted(day, day.plusDays(1), zone))
              .rows();
      assertThat(rows).hasSize(hours);
      for (int i = 0; i < hours; i++) {
        List<@Nullable Object> row = rows.get(i);
        long shown = OffsetDateTime.parse((String) row.getFirst()).getHour();
        assertThat(row.get(1)).isEqualTo(i == again ? shown + 10 : shown);
        assertThat(row.get(2)).as("%s", row).isEqualTo(i == without ? null : (Object) shown);
      }
    }
  }

  @Test
  void comparesHoursBackWithAsManyHours() {
    Instant now = Instant.parse("2026-03-29T08:00:00Z");
    List<Happened> events = new ArrayList<>();
    for (int hour = 1; hour <= 72; hour++) {
      events.add(new Happened("view", "ada", now.minusSeconds(3600L * hour), Map.of()));
    }
    try (AskedStore store = new AskedStore(events, now)) {
      assertThat(
              store
                  .ask(
                      "{\"kind\":\"top\",\"by\":[\"name\"],\"from\":\"-24h\",\"timezone\":\"Europe/Berlin\"}")
                  .rows())
          .isEqualTo(List.of(List.of("view", 24L, 1.0, 24L, 0.0)));
    }
  }

  private record ByHand(
      List<Happened> events, ZoneId zone, List<String> by, boolean cumulative, int average) {

    List<List<@Nullable Object>> rows(LocalDate from, int days) {
      // The groups of the whole range, largest first.
      List<List<@Nullable Object>> groups = new ArrayList<>();
      for (List<@Nullable Object> row : trend(events, by, "none", from, from.plusDays(days))) {
        groups.add(row.subList(0, by.size()));
      }
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (int day = 0; day < days; day++) {
        for (int group = 0; group < groups.size(); group++) {
          List<Happened> own = of(groups, group);
          List<@Nullable Object> row = new ArrayList<>();
          row.add(trend(own, List.of(), "day", from, from.plusDays(days)).get(day).getFirst());
          row.addAll(groups.get(group));
          List<@Nullable Object> now = numbers(own, from, day);
          row.addAll(now);
          row.addAll(numbers(own, from.minusDays(days), day));
          row.add(formula(now));
          Object size = now.get(3);
          row.add(size == null ? null : (Object) (-number(size) + 1.5));
          rows.add(row);
        }
      }
      return rows;
    }

    private List<Happened> of(List<List<@Nullable Object>> groups, int group) {
      if (by.isEmpty()) {
        return events;
      }
      List<@Nullable Object> named = new ArrayList<>();
      groups.forEach(each -> named.add(each.getFirst()));
      boolean rest = group == 2;
      return events.stream()
          .filter(event ->
              rest
                  ? !named.subList(0, 2).contains(event.text("plan"))
                  : Objects.equals(named.get(group), event.text("plan")))
          .toList();
    }

    private static @Nullable Object formula(List<@Nullable Object> now) {
      double divisor = number(now.get(0)) - number(now.get(1));
      return divisor == 0 ? null : (Object) (number(now.get(2)) / divisor * 100);
    }

    /** The measures of a day, counted from the first. */
    private List<@Nullable Object> numbers(List<Happened> own, LocalDate first, int day) {
      List<List<@Nullable Object>> daily =
          trend(own, List.of(), "day", first, first.plusDays(day + 1));
      List<@Nullable Object> today = daily.get(day).subList(1, 5);
      if (cumulative) {
        List<@Nullable Object> soFar =
            trend(own, List.of(), "none", first, first.plusDays(day + 1)).getFirst();
        List<@Nullable Object> numbers = new ArrayList<>(soFar.subList(0, 3));
        numbers.add(today.get(3));
        return numbers;
      }
      List<@Nullable Object> numbers = new ArrayList<>();
      for (int column = 1; column <= 4; column++) {
        double sum = 0;
        int count = 0;
        for (int i = Math.max(0, day - average + 1); i <= day; i++) {
          Object value = daily.get(i).get(column);
          if (value != null) {
            sum += number(value);
            count++;
          }
        }
        numbers.add(count == 0 ? null : (Object) (sum / count));
      }
      return numbers;
    }

    private List<List<@Nullable Object>> trend(
        List<Happened> own, List<String> groups, String every, LocalDate from, LocalDate to) {
      return new TrendByHand(
              new Wanted(
                  MEASURES,
                  _ -> true,
                  groups,
                  2,
                  every,
                  from.atStartOfDay(zone).toInstant(),
                  to.atStartOfDay(zone).toInstant(),
                  zone),
              own)
          .rows();
    }

    private static double number(@Nullable Object value) {
      return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
  }
}
