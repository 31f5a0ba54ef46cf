package dev.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.StorePosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Equal questions are answered once. */
class SharedAnswersTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final String MOVING = "{\"measures\":[\"count\"],\"every\":\"none\"}";
  private static final String FIXED =
      "{\"measures\":[\"count\"],\"every\":\"none\",\"from\":\"2026-03-01\",\"to\":\"2026-03-02\"}";

  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean overloaded;
  private volatile boolean slow;
  private volatile boolean givenUp;
  private final ScriptedStore store =
      new ScriptedStore(_ -> {
        answered.incrementAndGet();
        if (overloaded) {
          throw new MillraceException(Fault.QUERY_OVERLOADED, "too many ask");
        }
        if (slow) {
          begun.countDown();
          await(goOn);
          if (givenUp) {
            givenUp = false;
            throw new MillraceException(Fault.STOPPING, "the question was given up");
          }
        }
        return ScriptedStore.NOTHING;
      });
  private final QueryConfig config = QueryConfig.defaults();
  private final Metrics metrics = new Metrics();
  private final SharedAnswers answers = shared(config.sharing());

  private SharedAnswers shared(QueryConfig.Sharing sharing) {
    return new SharedAnswers(
        new QueryEngine(store, config, metrics, InstantSource.fixed(NOW)),
        store,
        sharing,
        metrics,
        nanos::get);
  }

  @Test
  void countsEveryAnswerWhoeverMadeIt() {
    ask(FIXED);
    ask(FIXED);
    assertThat(answered).hasValue(1);
    assertThat(metrics.eventCount("query")).isEqualTo(2);
  }

  @Test
  void answersEqualQuestionsAtTheSameTimeOnce() {
    slow = true;
    CompletableFuture<QueryAnswer> first = CompletableFuture.supplyAsync(() -> ask(FIXED));
    await(begun);
    List<CompletableFuture<QueryAnswer>> others =
        List.of(
            CompletableFuture.supplyAsync(() -> ask(FIXED)),
            CompletableFuture.supplyAsync(() -> ask(FIXED)));
    goOn.countDown();

    assertThat(first.join().meta().cached()).isFalse();
    assertThat(others).allSatisfy(other -> assertThat(other.join().meta().cached()).isTrue());
    assertThat(answered).hasValue(1);
  }

  @Test
  void answersThoseWhoAskWhileTheQuestionWaitsForItsTurnToo() throws Exception {
    slow = true;
    List<CompletableFuture<QueryAnswer>> running = new ArrayList<>();
    for (int i = 0; i < config.maxRunning(); i++) {
      running.add(asked(FIXED.replace("02\"}", "%02d\"}".formatted(3 + i))));
    }
    while (answered.get() < config.maxRunning()) {
      Thread.onSpinWait();
    }
    CompletableFuture<QueryAnswer> first = asked(FIXED);
    move();
    CompletableFuture<QueryAnswer> second = asked(FIXED);
    goOn.countDown();

    assertThat(first.join().meta().position()).isEqualTo("0:1");
    assertThat(second.join().meta().position()).isEqualTo("0:1");
    running.forEach(CompletableFuture::join);
    assertThat(answered).hasValue(config.maxRunning() + 1);
  }

  /** Asks in a thread of its own, which waits for something when this returns. */
  private CompletableFuture<QueryAnswer> asked(String question) {
    CompletableFuture<QueryAnswer> answer = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().start(() -> answer.complete(ask(question)));
    while (thread.isAlive()
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return answer;
  }

  @Test
  void goesOnForTheOthersWhenTheOneThatAskedFirstGivesUp() {
    slow = true;
    givenUp = true;
    CompletableFuture<QueryAnswer> first = CompletableFuture.supplyAsync(() -> ask(FIXED));
    await(begun);
    CompletableFuture<QueryAnswer> other = CompletableFuture.supplyAsync(() -> ask(FIXED));
    goOn.countDown();

    assertThat(first).failsWithin(Duration.ofMinutes(1));
    assertThat(other.join().rows()).isNotNull();
  }

  @Test
  void keepsAnAnswerAboutFixedTimesWhileTheStoreStands() {
    ask(FIXED);
    nanos.addAndGet(config.sharing().maxAge().toNanos());
    assertThat(ask(FIXED).meta().cached()).isTrue();
    assertThat(answered).hasValue(1);

    move();
    assertThat(ask(FIXED).meta().cached()).isFalse();
    assertThat(answered).hasValue(2);
  }

  @Test
  void keepsNoAnswerFromBeforeTheStoreHadAProblemOrFromThen() {
    assertThat(ask(FIXED).meta().stale()).isFalse();
    store.problem = "the disk is full";
    assertThat(ask(FIXED).meta().stale()).isTrue();
    assertThat(ask(FIXED).meta().cached()).isTrue();
    store.problem = null;
    assertThat(ask(FIXED).meta().stale()).isFalse();
    assertThat(answered).hasValue(3);
  }

  @Test
  void keepsAnAnswerUpToNowForAMoment() {
    ask(MOVING);
    nanos.addAndGet(config.sharing().freshness().toNanos());
    assertThat(ask(MOVING).meta().cached()).isTrue();
    nanos.incrementAndGet();
    assertThat(ask(MOVING).meta().cached()).isFalse();
    assertThat(answered).hasValue(2);
  }

  @Test
  void tellsProjectsAndQuestionsApart() {
    ask(FIXED);
    answers.ask("other", QuestionFormat.parse(FIXED));
    ask(FIXED.replace("02", "03"));
    assertThat(answered).hasValue(3);
  }

  @Test
  void givesAnOldAnswerAsStaleWhenTooManyAsk() {
    ask(FIXED);
    move();
    overloaded = true;
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());

    QueryAnswer stale = ask(FIXED);

    assertThat(stale.meta().stale()).isTrue();
    assertThat(stale.meta().ageMillis()).isEqualTo(60_000);
    assertThat(stale.toString()).contains("\"stale\":true").contains("\"age_ms\":60000");
  }

  @Test
  void givesNoAnswerThatIsTooOldOrLacksWhatIsAskedFor() {
    ask(FIXED);
    move();
    overloaded = true;
    String after = FIXED.replace("{", "{\"after\":\"0:1\",");
    assertThatThrownBy(() -> ask(after)).hasMessageContaining("too many");

    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThatThrownBy(() -> ask(FIXED)).hasMessageContaining("too many");
  }

  @Test
  void keepsNoMoreAnswersThanItMay() {
    SharedAnswers few =
        shared(new QueryConfig.Sharing(1, 1_000_000, Duration.ZERO, Duration.ofMinutes(1)));
    for (int round = 0; round < 2; round++) {
      for (String day : List.of("02", "03", "04")) {
        few.ask("default", QuestionFormat.parse(FIXED.replace("02", day)));
      }
    }
    // Of the three, one at most was still there the second time.
    assertThat(answered).hasValueBetween(5, 6);
  }

  @Test
  void keepsNoneWhenItMayKeepNone() {
    SharedAnswers none =
        shared(new QueryConfig.Sharing(0, 1_000_000, Duration.ofSeconds(1), Duration.ofMinutes(1)));
    none.ask("default", QuestionFormat.parse(FIXED));
    none.ask("default", QuestionFormat.parse(FIXED));
    assertThat(answered).hasValue(2);
  }

  private QueryAnswer ask(String question) {
    return answers.ask("default", QuestionFormat.parse(question));
  }

  private void move() {
    store.commits().moveTo(new StorePosition("log", Positions.NONE.withNext(0, 2)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
