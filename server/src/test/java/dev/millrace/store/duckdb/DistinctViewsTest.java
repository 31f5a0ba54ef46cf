package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.START;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static dev.millrace.store.duckdb.StoreFixture.withViews;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import dev.millrace.store.ViewStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views that know how many different values a property has. */
@Timeout(120)
class DistinctViewsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long DAY = 86_400_000_000L;
  private static final int DAYS = 5;

  private static final View ODD =
      ViewFormat.view(
          "odd",
          List.of(),
          List.of("name", "plan", "feature"),
          List.of("uniques", "uniques(odd)", "uniques(a.b)", "sum(amount)", "uniques(name)"));
  private static final View LISTED =
      ViewFormat.view("listed", List.of(), List.of("plan"), List.of("uniques(odd)", "p95(amount)"));
  private static final View ARTICLES =
      ViewFormat.view("articles", List.of(), List.of("plan"), List.of("uniques(article)"));

  /** Properties as JSON, and what tells their texts apart; null where they are not set. */
  private static final String[][] ODD_VALUES = {
    {"\"1\"", "1"},
    {"1", "1"},
    {"1.5", "1.5"},
    {"\"1.5\"", "1.5"},
    {"true", "true"},
    {"\"true\"", "true"},
    {"false", "false"},
    {"null", null},
    {"\"null\"", "null"},
    {"\"\"", ""},
    {"\" \"", " "},
    {"\"naïve 😀\"", "naïve 😀"},
    {"\"na\\u00efve 😀\"", "naïve 😀"},
    {"\"a \\\"b\\\"\\n\"", "a \"b\"\n"},
    {"{\"x\":1}", "object"},
    {"[1,2]", "list"},
    {"-7", "-7"},
    {"12345678901234567", "12345678901234567"},
    {"\"12345678901234567\"", "12345678901234567"},
    {"0.25", "0.25"},
  };

  private static final List<String> PLANS = List.of("free", "pro", "team");
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns");
  private static final List<String> WIDTHS = List.of("15m", "hour", "day", "week", "none");

  @TempDir private Path folder;

  /** An event, and what it has of {@code odd}; null if it is not set. */
  private record Made(Event event, @Nullable String odd) {}

  private static Made made(long seed, long offset, boolean plain) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + offset);
    String[] odd =
        plain
            ? new String[] {"\"t" + random.nextInt(900) + "\"", "t"}
            : ODD_VALUES[random.nextInt(ODD_VALUES.length)];
    String json =
        "{\"plan\":\"%s\",\"feature\":\"f%d\",\"amount\":%d,\"a\":{\"b\":\"x%d\"}%s}"
            .formatted(
                PLANS.get(random.nextInt(3)),
                random.nextInt(4),
                random.nextInt(100),
                random.nextInt(300),
                random.nextInt(6) == 0 ? "" : ",\"odd\":" + odd[0]);
    long time = START + random.nextLong(DAYS * DAY);
    return new Made(
        event(offset, "event_" + random.nextInt(3), time, json),
        json.contains("\"odd\"") ? (plain ? odd[0] : odd[1]) : null);
  }

  private static Event event(long offset, String name, long time, String json) {
    return new Event(
        PROJECT,
        "id-" + offset,
        name,
        "user-" + offset % 97,
        null,
        time,
        Event.NO_TIME,
        time,
        RawJson.of(json),
        RawJson.EMPTY);
  }

  private static QueryAnswer ask(DuckDbStore store, String question) {
    Instant now = Instant.EPOCH.plus(START + 30 * DAY, ChronoUnit.MICROS);
    return new QueryEngine(store, QueryConfig.defaults(), new Metrics(), InstantSource.fixed(now))
        .ask(PROJECT, QuestionFormat.parse(question));
  }

  private static long number(QueryAnswer answer) {
    return ((Number) answer.rows().getFirst().getFirst()).longValue();
  }

  private static void awaitKept(DuckDbStore store) throws InterruptedException {
    while (store.hasViewWork()) {
      Thread.sleep(5);
    }
  }

  private static void append(DuckDbStore store, long seed, long from, long to, boolean plain) {
    for (long at = from; at < to; at += 500) {
      store.append(batch(at, at + 500, offset -> made(seed, offset, plain).event()));
    }
  }

  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  private static String question(SplittableRandom random) {
    List<String> measures =
        new ArrayList<>(List.of("uniques(odd)", "uniques(a.b)", "count", "uniques(name)"));
    if (random.nextBoolean()) {
      measures.addAll(List.of("uniques", "sum(amount)"));
    }
    String by =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> ",\"by\":[\"plan\"]";
          case 2 -> ",\"by\":[\"feature\",\"name\"]";
          default -> ",\"by\":[\"name\",\"plan\"],\"limit\":3";
        };
    String where =
        random.nextInt(3) == 0
            ? ",\"where\":[{\"property\":\"plan\",\"op\":\"=\",\"value\":\"pro\"}]"
            : "";
    String events = random.nextInt(3) == 0 ? ",\"events\":[\"event_1\"]" : "";
    long from = START + random.nextLong(3 * DAY);
    long to = from + DAY / 2 + random.nextLong(DAYS * DAY);
    return "{\"measures\":%s,\"every\":\"%s\",\"timezone\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"%s%s%s"
        .formatted(
            measures.stream().map(each -> "\"" + each + "\"").toList(),
            WIDTHS.get(random.nextInt(WIDTHS.size())),
            ZONES.get(random.nextInt(ZONES.size())),
            time(from),
            time(to),
            by,
            where,
            events);
  }

  private static void assertAgreesWithEvents(DuckDbStore store, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> sources = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      String question = question(random);
      QueryAnswer view = ask(store, question + "}");
      QueryAnswer events = ask(store, question + ",\"source\":\"events\"}");
      sources.add(view.meta().source());
      assertThat(view.meta().approximate()).isTrue();
      assertThat(view.meta().relativeError()).isEqualTo(DistinctCell.RELATIVE_ERROR);
      assertThat(events.meta().approximate()).isFalse();
      AskedStore.assertSame(view.rows(), events.rows(), question);
    }
    assertThat(sources).contains("odd+events").allMatch(source -> source.startsWith("odd"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void agreesWithEventsAndWithPlainSets(long seed) throws InterruptedException {
    int events = 4_500;
    boolean plain = seed == 2;
    Set<String> all = new HashSet<>();
    for (long offset = 0; offset < events; offset++) {
      String odd = made(seed, offset, plain).odd();
      if (odd != null) {
        all.add(odd);
      }
    }
    DuckDbConfig config = withViews(config(folder, 2_000), List.of(ODD, LISTED));
    String whole = "{\"measures\":[\"uniques(odd)\"],\"every\":\"none\",\"from\":\"-60d\"%s}";
    try (DuckDbStore store = open(config)) {
      append(store, seed, 0, events, plain);
      // The last of them are in memory.
      assertThat(number(ask(store, whole.formatted("")))).isEqualTo(all.size());
      assertThat(ask(store, whole.formatted("")).meta().source()).isEqualTo("listed+events");
      assertAgreesWithEvents(store, seed);
      QueryAnswer both =
          ask(
              store,
              whole.replace("\"uniques(odd)\"", "\"p95(amount)\",\"uniques(odd)\"").formatted(""));
      assertThat(both.rows().getFirst().get(1)).isEqualTo((long) all.size());
    }
    try (DuckDbStore store = open(config)) {
      awaitKept(store);
      assertThat(number(ask(store, whole.formatted("")))).isEqualTo(all.size());
      assertAgreesWithEvents(store, seed + 10);
      assertThat(store.verify("odd", LIMIT).differing()).isEmpty();
      store.rebuild("odd");
      store.rebuild("listed");
      awaitKept(store);
      assertAgreesWithEvents(store, seed + 20);
      assertThat(store.verify("listed", LIMIT).differing()).isEmpty();
    }
  }

  private static Event ofArticle(long offset) {
    return event(
        offset,
        "read",
        START + offset * 10_000_000 % (3 * DAY),
        "{\"plan\":\"%s\",\"article\":%d}".formatted(PLANS.get((int) (offset % 3)), offset * 7));
  }

  @Test
  void countsManyWithinTheErrorThatItTellsAndExactlyFromEvents() throws InterruptedException {
    int articles = 120_000;
    String question =
        "{\"measures\":[\"uniques(article)\"],\"every\":\"%s\",\"from\":\"%s\",\"timezone\":\"%s\"%s}";
    try (DuckDbStore store = open(withViews(config(folder, 50_000), List.of(ARTICLES)))) {
      for (long at = 0; at < articles; at += 4_000) {
        store.append(batch(at, at + 4_000, DistinctViewsTest::ofArticle));
      }
      // Each a second time.
      store.append(batch(articles, articles + 4_000, offset -> ofArticle(offset - articles)));
      awaitKept(store);
      for (String every : List.of("none", "day", "hour")) {
        for (String zone : ZONES) {
          String whole = question.formatted(every, time(START - DAY / 3 - 1), zone, "%s");
          QueryAnswer view = ask(store, whole.formatted(""));
          QueryAnswer exact = ask(store, whole.formatted(",\"exact\":true"));
          assertThat(view.meta().source()).startsWith("articles");
          assertThat(view.toString()).contains("\"approximate\":true,\"relative_error\":0.036");
          assertThat(exact.meta().source()).isEqualTo("events");
          assertThat(exact.toString()).contains("\"approximate\":false");
          assertThat(view.rows()).hasSameSizeAs(exact.rows());
          for (int row = 0; row < view.rows().size(); row++) {
            double truth = ((Number) exact.rows().get(row).getLast()).doubleValue();
            assertThat(((Number) view.rows().get(row).getLast()).doubleValue())
                .isCloseTo(truth, within(DistinctCell.RELATIVE_ERROR * truth));
          }
          if (every.equals("none")) {
            assertThat(number(exact)).isEqualTo(articles);
          }
        }
      }
      String top =
          "{\"kind\":\"top\",\"measures\":[\"uniques(article)\"],\"by\":[\"plan\"],\"from\":\"-60d\"}";
      QueryAnswer largest = ask(store, top);
      assertThat(largest.meta().source()).startsWith("articles");
      assertThat(largest.meta().approximate()).isTrue();
      assertThat(largest.rows())
          .hasSize(3)
          .allSatisfy(row ->
              assertThat(((Number) row.get(1)).doubleValue()).isCloseTo(40_000, within(1_440.0)));
      assertThat(store.verify("articles", LIMIT).differing()).isEmpty();
    }
  }

  @Test
  void sayWhichValuesDifferFromTheEvents() throws Exception {
    DuckDbConfig config = withViews(config(folder, 2_000), List.of(ARTICLES));
    try (DuckDbStore store = open(config)) {
      store.append(batch(0, 6_000, DistinctViewsTest::ofArticle));
    }
    execute(
        config,
        """
        update main.view_days set numbers =
          (select any_value(numbers) from main.view_days where by0 = 'pro' and minutes = 1440)
        where by0 = 'free' and minutes = 1440
        """);
    try (DuckDbStore store = open(config)) {
      assertThat(store.verify("articles", LIMIT).differing())
          .isNotEmpty()
          .allSatisfy(row ->
              assertThat(row).contains("[free]", "whole day", "different values, the events say"));
    }
  }

  private static void execute(DuckDbConfig config, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + config.file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aViewThatWasDeclaredBeforeThereWereSuchIsNotBuiltAnew() throws Exception {
    View plain = ViewFormat.view("plain", List.of(), List.of("plan"), List.of("sum(amount)"));
    DuckDbConfig config = withViews(config(folder, 2_000), List.of(plain));
    int version;
    try (DuckDbStore store = open(config)) {
      store.append(batch(0, 3_000));
      version = store.views().getLast().version();
    }
    execute(
        config, "update main.views set definition = replace(definition, ',\"distinct\":[]', '')");
    try (DuckDbStore store = open(config)) {
      assertThat(query(store, "select definition from main.views").toString())
          .doesNotContain("distinct");
      assertThat(store.views()).extracting(ViewStatus::state).containsOnly(ViewStatus.State.READY);
      assertThat(store.views()).extracting(ViewStatus::view).containsExactly(View.ACTIVITY, plain);
      assertThat(store.views().getLast().version()).isEqualTo(version);
      assertThat(store.verify("plain", LIMIT).differing()).isEmpty();
    }
  }

  @Test
  void aViewThatGetsUniquesIsBuiltInTheBackground() throws InterruptedException {
    View before = ViewFormat.view("articles", List.of(), List.of("plan"), List.of("count"));
    String question = "{\"measures\":[\"uniques(article)\"],\"every\":\"none\",\"from\":\"-60d\"}";
    try (DuckDbStore store = open(withViews(config(folder, 2_000), List.of(before)))) {
      store.append(batch(0, 900, DistinctViewsTest::ofArticle));
      assertThat(ask(store, question).meta().source()).isEqualTo("events");
    }
    try (DuckDbStore store = open(withViews(config(folder, 2_000), List.of(ARTICLES)))) {
      awaitKept(store);
      assertThat(ask(store, question).meta().source()).startsWith("articles");
      assertThat(number(ask(store, question))).isEqualTo(900);
    }
  }

  @Test
  void forgetsTheValuesOfOneWhoIsErased() {
    ErasureFixture log = new ErasureFixture();
    for (int i = 0; i < 30; i++) {
      log.add("ada", "read", "{\"article\":\"own-" + i + "\"}");
      log.add("bob", "read", "{\"article\":\"shared-" + i % 10 + "\"}");
      log.add("ada", "read", "{\"article\":\"shared-" + i % 10 + "\"}");
    }
    String question = "{\"measures\":[\"uniques(article)\"],\"every\":\"none\",\"from\":\"-60d\"}";
    try (DuckDbStore store = open(withViews(config(folder, 1_000), List.of(ARTICLES)))) {
      log.appendTo(store);
      assertThat(number(ask(store, question))).isEqualTo(40);
      log.erase("ada");
      log.appendTo(store);
      assertThat(ask(store, question).meta().source()).startsWith("articles");
      assertThat(number(ask(store, question))).isEqualTo(10);
      assertThat(store.verify("articles", LIMIT).differing()).isEmpty();
    }
  }
}
