package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.RawJson;
import dev.millrace.query.QueryAnswer;
import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares lists of people, page by page, with those made in plain Java. */
class UsersAgreementTest {
  private static final Instant MIDDLE = Instant.parse("2026-03-29T01:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "last,  desc, UTC,                 7, USER-1",
    "last,  asc,  Europe/Berlin,       50, ",
    "first, desc, Asia/Kolkata,        3, ",
    "first, asc,  America/St_Johns,    11, user-2",
    "count, desc, Australia/Lord_Howe, 4, ",
    "count, asc,  UTC,                 5, ",
    "user,  asc,  UTC,                 6, ",
    "user,  desc, UTC,                 9, -3"
  })
  void listsPeopleAsByHand(
      String sort, String order, ZoneId zone, int limit, @Nullable String search) {
    List<Happened> events =
        new ArrayList<>(new RandomQuestions(7, zone, MIDDLE, false).events(800));
    for (int i = 0; i < 40; i++) {
      events.add(identify("user-" + i % 25, MIDDLE.plusSeconds(i), "plan", "plan-" + i));
      events.add(identify("user-" + i % 10, MIDDLE.minusSeconds(i / 2), "city", "city-" + i));
    }
    Predicate<Happened> counted =
        event ->
            event.name().equals("view")
                && (search == null || event.user().contains(search.toLowerCase()));
    try (AskedStore store = new AskedStore(events, MIDDLE.plusSeconds(40 * 86400L))) {
      List<List<@Nullable Object>> found = new ArrayList<>();
      String cursor = null;
      do {
        String question =
            "{\"kind\":\"users\",\"events\":[\"view\"],\"sort\":\"%s\",\"order\":\"%s\",\"limit\":%d,\"timezone\":\"%s\"%s%s}"
                .formatted(
                    sort,
                    order,
                    limit,
                    zone,
                    search == null ? "" : ",\"search\":\"" + search + "\"",
                    cursor == null ? "" : ",\"cursor\":\"" + cursor + "\"");
        QueryAnswer page = store.ask(question);
        assertThat(page.columns()).containsExactly("user", "first", "last", "count", "properties");
        assertThat(page.rows()).hasSizeBetween(1, limit);
        found.addAll(page.rows());
        cursor = page.meta().nextCursor();
      } while (cursor != null);
      assertThat(found).isEqualTo(byHand(events, counted, sort, order.equals("desc"), zone));
    }
  }

  @Test
  void listsPeopleOfAllTimes() {
    List<Happened> events =
        Stream.of("1969-07-20T20:17:40Z", "2026-03-29T00:00:00Z", "2026-03-29T20:00:00Z")
            .map(time -> new Happened("view", "ada", Instant.parse(time), Map.of()))
            .toList();
    try (AskedStore store = new AskedStore(events, MIDDLE)) {
      assertThat(store.ask("{\"kind\":\"users\"}").rows())
          .isEqualTo(
              List.of(
                  List.of(
                      "ada", "1969-07-20T20:17:40Z", "2026-03-29T20:00:00Z", 3L, RawJson.EMPTY)));
    }
  }

  private static Happened identify(String user, Instant time, String trait, String value) {
    return new Happened("$identify", user, time, Map.of(trait, value));
  }

  private static List<List<@Nullable Object>> byHand(
      List<Happened> events,
      Predicate<Happened> counted,
      String sort,
      boolean descending,
      ZoneId zone) {
    record Person(String user, Instant first, Instant last, long count) {}
    Map<String, List<Happened>> people = new TreeMap<>();
    events.stream()
        .filter(counted)
        .forEach(event -> people.computeIfAbsent(event.user(), _ -> new ArrayList<>()).add(event));
    List<Person> list = new ArrayList<>();
    people.forEach((user, own) ->
        list.add(
            new Person(
                user,
                own.stream().map(Happened::time).min(Comparator.naturalOrder()).orElseThrow(),
                own.stream().map(Happened::time).max(Comparator.naturalOrder()).orElseThrow(),
                own.size())));
    Comparator<Person> order =
        switch (sort) {
          case "last" -> Comparator.comparing(Person::last);
          case "first" -> Comparator.comparing(Person::first);
          case "count" -> Comparator.comparing(Person::count);
          default -> Comparator.comparing(Person::user);
        };
    list.sort((descending ? order.reversed() : order).thenComparing(Person::user));
    Function<Instant, String> text =
        time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Person person : list) {
      rows.add(
          List.of(
              person.user,
              text.apply(person.first),
              text.apply(person.last),
              person.count,
              traits(events, person.user)));
    }
    return rows;
  }

  /** The latest of each trait; the newest call's come first. */
  private static RawJson traits(List<Happened> events, String user) {
    List<Happened> calls = new ArrayList<>();
    events.stream()
        .filter(event -> event.name().equals("$identify") && event.user().equals(user))
        .forEach(calls::addFirst);
    calls.sort(Comparator.comparing(Happened::time).reversed());
    Map<String, Object> traits = new LinkedHashMap<>();
    calls.forEach(call -> new HashMap<>(call.values()).forEach(traits::putIfAbsent));
    return RawJson.of(RandomQuestions.json(traits));
  }
}
