package dev.millrace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.QueryAnswer;
import dev.millrace.query.ViewFormat;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.RandomQuestions.Asked;
import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks many random questions, and compares each answer with one computed in plain Java. */
class TrendAgreementTest {
  private static final int EVENTS = 1_500;
  private static final int QUESTIONS = 40;
  private static final List<String> MEASURES =
      List.of("count", "uniques", "sum(amount)", "p95(amount)", "sum(size)", "uniques(plan)");

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01T00:00:00Z, false",
    "Europe/Berlin,       2026-03-29T01:00:00Z, true",
    "Europe/Berlin,       2026-10-25T01:00:00Z, false",
    "Asia/Kolkata,        2026-06-01T00:00:00Z, true",
    "America/St_Johns,    2026-11-01T04:30:00Z, false",
    "America/St_Johns,    2010-11-07T02:31:00Z, true",
    "Australia/Lord_Howe, 2026-04-04T15:00:00Z, false",
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z, true",
    "Pacific/Apia,        2011-12-30T10:00:00Z, false",
    "America/Sao_Paulo,   2018-11-04T03:00:00Z, true"
  })
  void answersAsComputedByHand(String zone, Instant middle, boolean mixed) {
    RandomQuestions random =
        new RandomQuestions(middle.getEpochSecond(), ZoneId.of(zone), middle, mixed);
    List<Happened> events = random.events(EVENTS);
    Set<String> sources = new TreeSet<>();
    try (AskedStore store = new AskedStore(events, middle)) {
      for (int i = 0; i < QUESTIONS; i++) {
        Asked asked = random.question();
        QueryAnswer answer = store.ask(asked.json());
        sources.add(answer.meta().source());
        AskedStore.assertSame(
            answer.rows(), new TrendByHand(asked.wanted(), events).rows(), asked.json());
      }
    }
    assertThat(sources).contains("events", "activity+events");
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01T00:00:00Z, false",
    "Asia/Kolkata,        2026-06-01T00:00:00Z, true",
    "America/St_Johns,    2026-11-01T04:30:00Z, true",
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z, false"
  })
  void viewsAnswerAsComputedByHand(String zone, Instant middle, boolean mixed) {
    RandomQuestions random =
        new RandomQuestions(middle.getEpochSecond() + 1, ZoneId.of(zone), middle, mixed);
    List<Happened> events = random.events(EVENTS);
    List<View> views =
        List.of(
            ViewFormat.view("plans", List.of(), List.of("plan"), MEASURES),
            ViewFormat.view("views", List.of("view"), List.of("vip"), MEASURES),
            ViewFormat.view("all", List.of(), List.of("name", "plan", "vip", "size"), MEASURES));
    Set<String> sources = new TreeSet<>();
    int approximate = 0;
    try (AskedStore store = new AskedStore(events, middle, views)) {
      for (int i = 0; i < 3 * QUESTIONS; i++) {
        Asked asked = random.question();
        QueryAnswer answer = store.ask(asked.json());
        sources.add(answer.meta().source());
        if (answer.meta().approximate()) {
          approximate++;
        }
        // An estimate may rank groups otherwise.
        boolean ranked =
            asked.wanted().by().isEmpty() || !asked.wanted().measures().getFirst().contains("(");
        if (ranked || !answer.meta().approximate()) {
          AskedStore.assertSame(
              answer.rows(),
              new TrendByHand(asked.wanted(), events).rows(),
              asked.json(),
              answer.meta().relativeError());
        }
      }
    }
    assertThat(sources).contains("events", "activity+events", "all+events");
    assertThat(approximate).isPositive();
  }
}
