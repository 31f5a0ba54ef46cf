package dev.millrace.store.duckdb;

import static dev.millrace.store.duckdb.StoreFixture.PROJECT;
import static dev.millrace.store.duckdb.StoreFixture.batch;
import static dev.millrace.store.duckdb.StoreFixture.config;
import static dev.millrace.store.duckdb.StoreFixture.event;
import static dev.millrace.store.duckdb.StoreFixture.open;
import static dev.millrace.store.duckdb.StoreFixture.query;
import static dev.millrace.store.duckdb.StoreFixture.withViews;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.QueryAnswer;
import dev.millrace.query.QueryConfig;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QuestionFormat;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import dev.millrace.store.ViewCheck;
import dev.millrace.store.ViewStatus;
import dev.millrace.store.ViewStatus.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ViewsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final View USAGE =
      ViewFormat.view(
          "usage",
          List.of(),
          List.of("feature", "plan"),
          List.of("count", "uniques", "p95(amount)"));
  private static final View SUMS =
      ViewFormat.view("usage", List.of(), List.of("plan"), List.of("sum(amount)"));
  private static final String BY_PLAN =
      """
      {"measures":["count","uniques","sum(amount)","max(amount)"],"by":["plan"],"every":"day",\
      "from":"-3d","to":"2026-12-31","limit":10%s}
      """;

  @TempDir private Path folder;

  private static void awaitKept(DuckDbStore store) throws InterruptedException {
    while (store.hasViewWork()) {
      Thread.sleep(5);
    }
  }

  private static QueryAnswer ask(DuckDbStore store, String question) {
    Instant now = Instant.EPOCH.plus(event(0).time() + 86_400_000_000L, ChronoUnit.MICROS);
    return new QueryEngine(store, QueryConfig.defaults(), new Metrics(), InstantSource.fixed(now))
        .ask(PROJECT, QuestionFormat.parse(question));
  }

  private static void assertAnswersAsTheEventsDo(DuckDbStore store, String source) {
    QueryAnswer fromView = ask(store, BY_PLAN.formatted(""));
    assertThat(fromView.meta().source()).startsWith(source);
    AskedStore.assertSame(
        fromView.rows(), ask(store, BY_PLAN.formatted(",\"source\":\"events\"")).rows(), "by plan");
  }

  private static void append(DuckDbStore store, long from, long to) {
    for (long at = from; at < to; at += 1_000) {
      store.append(batch(at, Math.min(to, at + 1_000)));
    }
  }

  @Test
  void buildsAViewFromEventsThatAreThereWhileMoreCome() throws InterruptedException {
    try (DuckDbStore store = open(config(folder, 5_000))) {
      append(store, 0, 20_000);
    }
    try (DuckDbStore store = open(withViews(config(folder, 5_000), List.of(USAGE)))) {
      append(store, 20_000, 45_000);
      awaitKept(store);
      assertThat(store.views()).extracting(ViewStatus::state).containsOnly(State.READY);
      assertAnswersAsTheEventsDo(store, "usage");
    }
    try (DuckDbStore store = open(withViews(config(folder, 5_000), List.of(USAGE)))) {
      ViewCheck check = store.verify("usage", LIMIT);
      assertThat(check.differing()).isEmpty();
      assertThat(check.compared()).isGreaterThan(1_000);
    }
  }

  @Test
  void goesOnBuildingAfterBeingClosedInTheMiddle() throws InterruptedException {
    try (DuckDbStore store = open(config(folder, 5_000))) {
      append(store, 0, 20_000);
    }
    for (int start = 0; start < 3; start++) {
      // Closed at once, so that most starts come to a few days at best.
      open(withViews(config(folder, 5_000), List.of(USAGE))).close();
    }
    try (DuckDbStore store = open(withViews(config(folder, 5_000), List.of(USAGE)))) {
      awaitKept(store);
      assertThat(store.verify("usage", LIMIT).differing()).isEmpty();
    }
  }

  @Test
  void rebuildsAViewAndDropsTheOldVersion() throws InterruptedException {
    try (DuckDbStore store = open(withViews(config(folder, 5_000), List.of(USAGE)))) {
      append(store, 0, 12_000);
      awaitKept(store);
      int before = store.views().getLast().version();
      int version = store.rebuild("usage");
      awaitKept(store);
      assertThat(store.views()).hasSize(2);
      assertThat(version).isGreaterThan(before);
      assertThat(store.views().getLast().version()).isEqualTo(version);
      assertAnswersAsTheEventsDo(store, "usage");
      assertThat(query(store, "select count(distinct view) from main.view_rows").getFirst())
          .isEqualTo(List.of(2L));
      assertThat(store.verify("activity", LIMIT).differing()).isEmpty();
    }
  }

  @Test
  void aChangedDefinitionTakesThePlaceOfTheOldOneAndARemovedOneGoes() throws InterruptedException {
    try (DuckDbStore store = open(withViews(config(folder, 5_000), List.of(USAGE)))) {
      append(store, 0, 12_000);
    }
    try (DuckDbStore store = open(withViews(config(folder, 5_000), List.of(SUMS)))) {
      awaitKept(store);
      assertThat(store.views()).extracting(ViewStatus::view).containsExactly(View.ACTIVITY, SUMS);
    }
    try (DuckDbStore store = open(config(folder, 5_000))) {
      assertThat(store.views()).extracting(ViewStatus::view).containsExactly(View.ACTIVITY);
      assertThat(query(store, "select count(distinct view) from main.view_rows").getFirst())
          .isEqualTo(List.of(1L));
    }
  }

  @Test
  void sayWhichVersionIsToBeAwaitedAlsoWhileOneIsBeingBuilt() throws InterruptedException {
    DuckDbConfig config = config(folder, 5_000);
    try (DuckDbStore store = open(config)) {
      long day = 86_400_000_000L;
      store.append(batch(0, 100, offset -> movedTo(event(offset), offset * day)));
    }
    try (DuckDbStore store = open(withViews(config, List.of(USAGE)))) {
      for (int round = 0; round < 3; round++) {
        int first = store.rebuild("usage");
        int meanwhile = store.rebuild("usage");
        int other = store.rebuild("activity");
        assertThat(meanwhile).isGreaterThanOrEqualTo(first);
        assertThat(other).isNotEqualTo(meanwhile);
        awaitKept(store);
        assertThat(store.views())
            .extracting(ViewStatus::version)
            .containsExactlyInAnyOrder(meanwhile, other);
      }
    }
  }

  @Test
  void sayWhichRowsDifferFromTheEvents() throws Exception {
    DuckDbConfig config = withViews(config(folder, 5_000), List.of(USAGE));
    try (DuckDbStore store = open(config)) {
      append(store, 0, 7_000);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + config.file());
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          update main.view_days set "count" = "count" + 1
          where by0 = 'f7' and by1 = 'pro' and minutes = 1440
          """);
    }
    try (DuckDbStore store = open(config)) {
      ViewCheck check = store.verify("usage", LIMIT);
      assertThat(check.differing())
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row).contains("[f7, pro]", "whole day"));
      assertThat(store.verify("activity", LIMIT).differing()).isEmpty();
      assertThatThrownBy(() -> store.verify("nothing", LIMIT))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.VIEW_NOT_FOUND));
    }
  }

  @Test
  void whatIsKeptOfTheFileIsForgottenWhenTheFileChanges() {
    // The range begins within a quarter of an hour that has events, and more of them come.
    String from = Instant.EPOCH.plus(event(900).time() + 7, ChronoUnit.MICROS).toString();
    String question = BY_PLAN.replace("-3d", from);
    try (DuckDbStore store = open(withViews(config(folder, 2_000), List.of(USAGE)))) {
      for (long at = 0; at < 20_000; at += 1_000) {
        store.append(batch(at, at + 1_000, offset -> movedTo(event(offset), offset % 7_000)));
        QueryAnswer events = ask(store, question.formatted(",\"source\":\"events\""));
        for (int again = 0; again < 3; again++) {
          QueryAnswer view = ask(store, question.formatted(""));
          assertThat(view.meta().source()).isEqualTo("usage+events");
          AskedStore.assertSame(view.rows(), events.rows(), question);
        }
      }
    }
  }

  @Test
  void percentilesAreWithinTheirError() {
    String question =
        """
        {"measures":["p95(amount)","median(amount)"],"every":"none","from":"-3d"%s}
        """;
    try (DuckDbStore store = open(withViews(config(folder, 5_000), List.of(USAGE)))) {
      append(store, 0, 12_000);
      QueryAnswer approximate = ask(store, question.formatted(""));
      QueryAnswer exact = ask(store, question.formatted(",\"exact\":true"));
      assertThat(approximate.meta().source()).isEqualTo("usage+events");
      assertThat(exact.meta().source()).isEqualTo("events");
      assertThat(approximate.toString()).contains("\"approximate\":true");
      for (int column = 0; column < 2; column++) {
        double truth = ((Number) exact.rows().getFirst().get(column)).doubleValue();
        assertThat(((Number) approximate.rows().getFirst().get(column)).doubleValue())
            .isCloseTo(truth, within(0.012 * truth));
      }
    }
  }

  @Test
  void aFilledInPastIsAddedUpToOneRowOfEachKey() throws InterruptedException {
    long quarter = 900_000_000L;
    try (DuckDbStore store = open(withViews(config(folder, 4_000), List.of(USAGE)))) {
      for (long from = 0; from < 20_000; from += 1_000) {
        store.append(
            batch(from, from + 1_000, offset -> movedTo(event(offset), offset % 300 * quarter)));
      }
      awaitKept(store);
      List<Object> rows =
          query(
                  store,
                  """
                  select count(*), count(distinct (view, minutes, bucket, by0, by1))
                  from main.view_rows
                  """)
              .getFirst();
      assertThat(rows.get(0)).isEqualTo(rows.get(1));
      assertThat(store.verify("usage", LIMIT).differing()).isEmpty();
    }
  }

  private static Event movedTo(Event event, long back) {
    return new Event(
        event.project(),
        event.id(),
        event.name(),
        event.user(),
        event.anonymous(),
        event.time() - back,
        Event.NO_TIME,
        event.received(),
        event.properties(),
        event.context());
  }

  @Test
  void aViewWithTooManyCombinationsIsGivenUpAndEventsAnswer() throws InterruptedException {
    View wide = ViewFormat.view("wide", List.of(), List.of("feature"), List.of("count"));
    String question = "{\"by\":[\"feature\"],\"every\":\"none\",\"from\":\"-3d\",\"limit\":1}";
    try (DuckDbStore store = open(withViews(config(folder, 210_000), List.of(wide)))) {
      store.append(batch(0, 210_000, ViewsTest::withItsOwnFeature));
      store.append(batch(210_000, 210_001));
      store.rebuild("activity");
      awaitKept(store);
      assertThat(store.views())
          .filteredOn(status -> status.view().equals(wide))
          .singleElement()
          .satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.FAILED);
            assertThat(status.problem()).contains("combinations");
          });
      assertThat(ask(store, question).meta().source()).isEqualTo("events");
    }
  }

  private static Event withItsOwnFeature(long offset) {
    Event event = event(offset);
    return new Event(
        event.project(),
        event.id(),
        event.name(),
        event.user(),
        null,
        event(0).time() + offset,
        Event.NO_TIME,
        event.received(),
        RawJson.of("{\"feature\":\"" + offset + "\"}"),
        RawJson.EMPTY);
  }
}
