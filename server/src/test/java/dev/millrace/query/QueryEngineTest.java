package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.Answer;
import dev.millrace.store.EventStore;
import dev.millrace.store.Measure;
import dev.millrace.store.StorePosition;
import dev.millrace.store.Trend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class QueryEngineTest {
  private static final Instant NOW = Instant.parse("2026-03-08T10:07:00Z");
  private static final Question COUNT = QuestionFormat.parse("{\"every\":\"none\"}");

  @Test
  void waitsForThePositionThatTheQuestionNames() throws Exception {
    ScriptedStore store = new ScriptedStore(_ -> ScriptedStore.NOTHING);
    QueryEngine engine = engine(store, QueryConfig.defaults());
    Question question = QuestionFormat.parse("{\"after\":\"0:4\",\"timeout\":\"20s\"}");
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = asking.submit(() -> engine.ask("p", question));
      store.commits().moveTo(new StorePosition("log", Positions.parse("0:3")));
      assertThat(answer.isDone()).isFalse();
      store.commits().moveTo(new StorePosition("log", Positions.parse("0:4,1:2")));
      assertThat(answer.get().meta().position()).isEqualTo("0:4,1:2");
    }
  }

  @Test
  void saysThatThePositionWasNotReached() {
    QueryEngine engine =
        engine(new ScriptedStore(_ -> ScriptedStore.NOTHING), QueryConfig.defaults());
    assertFault(
        engine,
        QuestionFormat.parse("{\"after\":\"0:4\",\"timeout\":\"10ms\"}"),
        Fault.POSITION_NOT_REACHED);
  }

  @Test
  void waitingForAPositionTakesNobodysTurn() throws Exception {
    ScriptedStore store = new ScriptedStore(_ -> ScriptedStore.NOTHING);
    QueryEngine engine = engine(store, limits(1, 0, 1));
    Question waiting = QuestionFormat.parse("{\"after\":\"0:4\",\"timeout\":\"20s\"}");
    CountDownLatch begun = new CountDownLatch(1);
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          asking.submit(() -> {
            begun.countDown();
            return engine.ask("p", waiting);
          });
      begun.await();
      assertThat(engine.ask("p", COUNT).rows()).hasSize(1);
      store.commits().moveTo(new StorePosition("log", Positions.parse("0:4")));
      assertThat(first.get().meta().position()).isEqualTo("0:4");
    }
  }

  @Test
  void refusesQuestionsBeyondTheQueue() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Semaphore finish = new Semaphore(0);
    ScriptedStore store =
        new ScriptedStore(_ -> {
          running.countDown();
          finish.acquireUninterruptibly();
          return ScriptedStore.NOTHING;
        });
    QueryEngine engine = engine(store, limits(1, 0, 10));
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = asking.submit(() -> engine.ask("p", COUNT));
      running.await();
      assertFault(engine, COUNT, Fault.QUERY_OVERLOADED);
      finish.release(2);
      first.get();
      assertThat(engine.ask("p", COUNT).rows()).hasSize(1);
    }
  }

  /** They wait for each other, since one at a time may follow people. */
  @Test
  void funnelsLeaveTurnsToOtherQuestions() throws Exception {
    Question funnel = QuestionFormat.parse("{\"kind\":\"funnel\",\"steps\":[\"seen\",\"bought\"]}");
    ScriptedStore store = new ScriptedStore(_ -> ScriptedStore.NOTHING);
    CountDownLatch running = new CountDownLatch(1);
    Semaphore finish = new Semaphore(0);
    store.others =
        () -> {
          running.countDown();
          finish.acquireUninterruptibly();
        };
    QueryEngine engine = engine(store, limits(2, 5, 10));
    Runnable asking = () -> assertFault(engine, funnel, Fault.STOPPING);
    Thread first = Thread.ofPlatform().start(asking);
    running.await();
    Thread second = Thread.ofPlatform().start(asking);
    while (second.getState() != Thread.State.WAITING
        && second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    assertThat(engine.ask("p", COUNT).rows()).hasSize(1);

    finish.release(2);
    first.join();
    second.join();
  }

  @Test
  void refusesQuestionsThatWaitTooLongForTheirTurn() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<Answer> finish = new CompletableFuture<>();
    ScriptedStore store =
        new ScriptedStore(_ -> {
          running.countDown();
          return finish.join();
        });
    QueryEngine engine = engine(store, limits(1, 5, 10));
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = asking.submit(() -> engine.ask("p", COUNT));
      running.await();
      assertFault(engine, COUNT, Fault.QUERY_OVERLOADED);
      finish.complete(ScriptedStore.NOTHING);
      first.get();
    }
  }

  @Test
  void passesOnWhatTheStoreRefuses() {
    ScriptedStore store =
        new ScriptedStore(_ -> {
          throw new MillraceException(Fault.QUERY_TIMEOUT, "too long");
        });
    assertFault(engine(store, QueryConfig.defaults()), COUNT, Fault.QUERY_TIMEOUT);
  }

  @Test
  void fillsEmptyBucketsOfEveryGroupAndPutsTheRestLast() {
    Answer found =
        new Answer(
            List.of(
                new Answer.Group(List.of("pro"), false),
                new Answer.Group(Arrays.asList((String) null), false),
                new Answer.Group(List.of("ignored"), true)),
            List.of(
                new Answer.Row(1, 0, List.of(3L, 1.5)),
                new Answer.Row(0, 1, Arrays.asList(2L, null)),
                new Answer.Row(0, 2, List.of(1L, 4.0))),
            6,
            0);
    QueryAnswer answer =
        engine(new ScriptedStore(_ -> found), QueryConfig.defaults())
            .ask(
                "p",
                QuestionFormat.parse(
                    """
                    {"measures":["count","max(amount)"],"by":["plan"],"every":"day",
                     "from":"2026-03-01","to":"2026-03-03","timezone":"Asia/Kolkata"}
                    """));
    assertThat(new String(answer.dataJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"columns":["time","plan","count","max(amount)"],"rows":[\
            ["2026-03-01T00:00:00+05:30","pro",0,null],\
            ["2026-03-01T00:00:00+05:30",null,2,null],\
            ["2026-03-01T00:00:00+05:30","other",1,4],\
            ["2026-03-02T00:00:00+05:30","pro",3,1.5],\
            ["2026-03-02T00:00:00+05:30",null,0,null],\
            ["2026-03-02T00:00:00+05:30","other",0,null]]}\
            """);
  }

  private static EventStore counting(long events, List<Trend> asked) {
    return new ScriptedStore(trend -> {
      asked.add(trend);
      return trend.by().isEmpty() && trend.measures().getFirst() instanceof Measure.Count
          ? new Answer(
              List.of(new Answer.Group(List.of(), false)),
              List.of(new Answer.Row(0, 0, List.of(events))),
              1,
              0)
          : ScriptedStore.NOTHING;
    });
  }

  @ParameterizedTest
  @CsvSource({
    "-2m, second",
    "-10m, minute",
    "-1h, minute",
    "-6h, 15m",
    "-1d, 15m",
    "-2d, hour",
    "-7d, hour",
    "-14d, hour",
    "-20d, day",
    "-90d, day",
    "-1000d, month",
    "-900mo, month"
  })
  void choosesAWidthThatAChartShowsWell(String from, String every) {
    List<Trend> asked = new ArrayList<>();
    engine(counting(1, asked), QueryConfig.defaults())
        .ask("p", QuestionFormat.parse("{\"from\":\"" + from + "\"}"));
    assertThat(asked.getLast().buckets().every().text()).isEqualTo(every);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | activity+events",
        "{\"from\":\"2026-03-01\",\"to\":\"2026-03-02\"} | activity",
        "{\"from\":\"2026-03-01\",\"to\":\"2026-03-02\",\"timezone\":\"Asia/Kolkata\",\"every\":\"day\"} | activity",
        "{\"from\":\"2026-03-01T00:07:00Z\",\"to\":\"2026-03-02\",\"by\":[\"name\"]} | activity+events",
        "{\"where\":[{\"any\":[{\"property\":\"name\",\"value\":\"a\"}]}]} | activity+events",
        "{\"source\":\"events\"} | events",
        "{\"every\":\"minute\",\"from\":\"-1h\"} | events",
        "{\"from\":\"-5m\",\"every\":\"none\"} | events",
        "{\"by\":[\"plan\"]} | events",
        "{\"where\":[{\"property\":\"user\",\"value\":\"a\"}]} | events",
        "{\"measures\":[\"sum(a)\"]} | events",
        "{\"measures\":[\"uniques\"],\"exact\":true} | activity+events",
        "{\"measures\":[\"per_user\"],\"exact\":false} | activity+events",
        "{\"timezone\":\"+01:07\",\"every\":\"day\"} | events"
      })
  void readsTheViewWhereItCoversTheQuestion(String question, String source) {
    List<Trend> asked = new ArrayList<>();
    engine(counting(1, asked), QueryConfig.defaults()).ask("p", QuestionFormat.parse(question));
    assertThat(asked.getLast().source().text()).isEqualTo(source);
  }

  static Stream<String> unanswerable() {
    return Stream.of(
        "{\"from\":\"now\"}",
        "{\"from\":\"2026-03-02\",\"to\":\"2026-03-01\"}",
        "{\"every\":\"second\",\"from\":\"-30d\"}",
        "{\"every\":\"minute\",\"from\":\"-7d\",\"by\":[\"a\"],\"limit\":1000}",
        "{\"from\":\"-999999999mo\"}",
        "{\"to\":\"+999999999-12-31T00:00:00Z\"}",
        "{\"every\":\"second\",\"from\":\"0001-01-03\"}");
  }

  @ParameterizedTest
  @MethodSource("unanswerable")
  void refusesRangesThatMakeNoSenseOrTooManyRows(String question) {
    assertFault(
        engine(new ScriptedStore(_ -> ScriptedStore.NOTHING), QueryConfig.defaults()),
        QuestionFormat.parse(question),
        Fault.INVALID_QUESTION);
  }

  @Test
  void saysThatTheStoreTakesNoEvents() {
    ScriptedStore store = new ScriptedStore(_ -> ScriptedStore.NOTHING);
    store.problem = "the disk is full";
    QueryAnswer answer = engine(store, QueryConfig.defaults()).ask("p", COUNT);
    assertThat(answer.meta().stale()).isTrue();
    assertThat(answer.toString()).contains("\"stale\":true,\"problem\":\"the disk is full\"");
    assertThat(answer.rows()).isEqualTo(List.of(List.of(0L)));
  }

  private static QueryConfig limits(int running, int queued, int waiting) {
    return new QueryConfig(
        running, queued, Duration.ofMillis(20), waiting, Duration.ofSeconds(1), 1_000, 1_000);
  }

  private static QueryEngine engine(EventStore store, QueryConfig config) {
    return new QueryEngine(store, config, new Metrics(), InstantSource.fixed(NOW));
  }

  private static void assertFault(QueryEngine engine, Question question, Fault fault) {
    assertThatThrownBy(() -> engine.ask("p", question))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
