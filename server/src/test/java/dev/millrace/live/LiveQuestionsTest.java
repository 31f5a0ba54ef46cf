package dev.millrace.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decisions of the live stage, with a clock that is moved by hand and everything in one thread. */
class LiveQuestionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Topic TOPIC = new Topic.Status("a");
  private static final Topic OTHER = new Topic.Status("b");

  private final LiveConfig config =
      new LiveConfig(
          3,
          2,
          100,
          SECOND,
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          1,
          SECOND);
  private final FakeTime time = new FakeTime();
  private final Metrics metrics = new Metrics();
  private long refreshNanos = Long.MAX_VALUE;
  private Positions position = Positions.NONE;
  private String content = "one";
  private @Nullable MillraceException failure;
  private int evaluations;
  private final LiveQuestions questions =
      new LiveQuestions(
          config,
          this::evaluate,
          topic -> refreshNanos,
          () -> position,
          Runnable::run,
          time,
          metrics);

  private Evaluated evaluate(Topic topic) {
    evaluations++;
    if (failure != null) {
      throw failure;
    }
    return new Evaluated(content, content.getBytes(StandardCharsets.UTF_8));
  }

  private Reader join(Topic topic) {
    return questions.join(Map.of("0", topic), List.of(), "");
  }

  private static @Nullable Update news(Reader reader) {
    return reader.subscriptions().getFirst().take();
  }

  private static String frame(@Nullable Update update) {
    return new String(bytes(update), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(@Nullable Update update) {
    return Objects.requireNonNull(update, "nothing was told").frame();
  }

  @Test
  void answersAllReadersOfAQuestionWithOneEvaluationAndTheSameBytes() {
    Reader first = join(TOPIC);
    Reader second = join(TOPIC);
    questions.tick();

    assertThat(evaluations).isEqualTo(1);
    byte[] frame = bytes(news(first));
    assertThat(new String(frame, StandardCharsets.UTF_8)).isEqualTo("id: one\ndata: one\n\n");
    assertThat(bytes(news(second))).isSameAs(frame);
  }

  @Test
  void evaluatesAtMostOnceASecondHoweverOftenTheStoreCommits() {
    join(TOPIC);
    for (int tenth = 0; tenth < 100; tenth++) {
      questions.moved();
      questions.tick();
      time.pass(Duration.ofMillis(100));
    }
    assertThat(evaluations).isEqualTo(10);
  }

  @Test
  void evaluatesOnlyWhenTheStoreHasMoved() {
    join(TOPIC);
    questions.tick();
    time.pass(Duration.ofHours(1));
    assertThat(questions.tick()).isEqualTo(Long.MAX_VALUE);
    assertThat(evaluations).isEqualTo(1);

    questions.moved();
    questions.tick();
    assertThat(evaluations).isEqualTo(2);
  }

  @Test
  void evaluatesAQuestionWithAMovingRangeWithoutACommit() {
    refreshNanos = Duration.ofSeconds(3).toNanos();
    join(TOPIC);
    questions.tick();
    time.pass(Duration.ofSeconds(2));
    assertThat(questions.tick()).isEqualTo(SECOND.toNanos());
    time.pass(SECOND);
    questions.tick();
    assertThat(evaluations).isEqualTo(2);
  }

  @Test
  void spreadsQuestionsThatBeganTogether() {
    join(TOPIC);
    join(OTHER);
    questions.tick();
    assertThat(evaluations).isEqualTo(2);

    time.pass(SECOND);
    questions.moved();
    questions.tick();
    assertThat(evaluations).isEqualTo(3);
    time.pass(SECOND);
    questions.moved();
    questions.tick();
    assertThat(evaluations).isEqualTo(5);
  }

  @Test
  void doesNotTellAnUnchangedAnswerAgain() {
    Reader reader = join(TOPIC);
    questions.tick();
    assertThat(news(reader)).isNotNull();
    time.pass(SECOND);
    questions.moved();
    questions.tick();

    assertThat(evaluations).isEqualTo(2);
    assertThat(news(reader)).isNull();
  }

  @Test
  void replacesWhatAReaderHasNotTakenByTheNewest() {
    Reader reader = join(TOPIC);
    for (String each : List.of("one", "two", "three")) {
      content = each;
      questions.moved();
      questions.tick();
      time.pass(SECOND);
    }
    assertThat(frame(news(reader))).contains("three");
    assertThat(news(reader)).isNull();
  }

  @Test
  void tellsAClientThatHasTheAnswerNothingUntilItChanges() {
    Reader reader = questions.join(Map.of("0", TOPIC), List.of(), "one");
    questions.tick();
    assertThat(news(reader)).isNull();

    content = "two";
    time.pass(SECOND);
    questions.moved();
    questions.tick();
    assertThat(frame(news(reader))).startsWith("id: two\n");
  }

  @Test
  void givesANewReaderTheCurrentAnswerAtOnce() {
    join(TOPIC);
    questions.tick();
    assertThat(frame(news(join(TOPIC)))).contains("one");
    assertThat(evaluations).isEqualTo(1);
  }

  @Test
  void asksAgainForAReaderThatFindsAnAnswerNobodyKeptFresh() {
    questions.leave(evaluated(TOPIC));
    time.pass(Duration.ofSeconds(3));
    content = "two";
    Reader reader = join(TOPIC);
    assertThat(news(reader)).isNull();
    questions.tick();
    assertThat(frame(news(reader))).contains("two");
  }

  private Reader evaluated(Topic topic) {
    Reader reader = join(topic);
    questions.tick();
    return reader;
  }

  @Test
  void holdsAnAnswerBackThatDoesNotCoverThePositionAskedFor() {
    Positions wanted = Positions.ofNext(5);
    evaluated(TOPIC);
    Reader reader = questions.join(Map.of("0", TOPIC), List.of(wanted), "");
    assertThat(news(reader)).isNull();

    position = wanted;
    time.pass(SECOND);
    questions.moved();
    questions.tick();
    assertThat(frame(news(reader))).contains("one");
  }

  @Test
  void tellsAFailureOnceAndGoesOnWhenItIsOver() {
    Reader reader = evaluated(TOPIC);
    news(reader);
    failure = new MillraceException(Fault.STORE_UNAVAILABLE, "the store is being reopened");
    questions.moved();
    nextSecond();
    assertThat(frame(news(reader)))
        .startsWith("event: problem\ndata: {")
        .contains("\"code\":\"store_unavailable\"");
    nextSecond();
    assertThat(news(reader)).isNull();

    failure = null;
    nextSecond();
    assertThat(frame(news(reader))).isEqualTo("id: one\ndata: one\n\n");
    assertThat(evaluations).isEqualTo(4);
  }

  @Test
  void keepsQuietAboutAnOverloadThatPasses() {
    Reader reader = evaluated(TOPIC);
    news(reader);
    failure = new MillraceException(Fault.QUERY_OVERLOADED, "too many");
    questions.moved();
    nextSecond();
    assertThat(news(reader)).isNull();
    nextSecond();
    assertThat(frame(news(reader))).contains("query_overloaded");
  }

  private void nextSecond() {
    time.pass(SECOND);
    questions.tick();
  }

  @Test
  void refusesAnAnswerThatIsTooLargeToKeepForEveryone() {
    content = "x".repeat(101);
    assertThat(frame(news(evaluated(TOPIC)))).contains("invalid_question").contains("101 bytes");
  }

  @Test
  void namesTheTopicsOfAStreamThatHasSeveral() {
    Map<String, Topic> topics = new LinkedHashMap<>();
    topics.put("0", TOPIC);
    topics.put("1", OTHER);
    Reader reader = questions.join(topics, List.of(), "");
    questions.tick();
    Subscription second = reader.subscriptions().get(1);
    Update update = Objects.requireNonNull(second.take());
    assertThat(new String(update.frame(second.topic()), StandardCharsets.UTF_8))
        .isEqualTo("event: 1\nid: one\ndata: one\n\n");
    assertThat(questions.readers()).isEqualTo(1);
    assertThat(questions.questions()).isEqualTo(2);
  }

  @Test
  void refusesReadersBeyondTheLimit() {
    join(TOPIC);
    join(TOPIC);
    Reader last = join(TOPIC);
    assertThatThrownBy(() -> join(TOPIC))
        .isInstanceOfSatisfying(
            MillraceException.class,
            thrown -> assertThat(thrown.fault()).isEqualTo(Fault.LIVE_OVERLOADED));

    questions.leave(last);
    join(TOPIC);
    assertThat(questions.readers()).isEqualTo(3);
  }

  @Test
  void refusesQuestionsBeyondTheLimit() {
    join(TOPIC);
    join(OTHER);
    assertThatThrownBy(() -> join(new Topic.Status("c")))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("2 live questions");
    join(OTHER);
  }

  @Test
  void forgetsAQuestionSomeTimeAfterItsLastReader() {
    questions.leave(evaluated(TOPIC));
    time.pass(Duration.ofSeconds(4));
    questions.tick();
    assertThat(questions.questions()).isEqualTo(1);
    time.pass(SECOND);
    questions.moved();
    questions.tick();
    assertThat(questions.questions()).isZero();
    assertThat(evaluations).isEqualTo(1);
  }

  @Test
  void wakesASilentReaderForAHeartbeat() throws InterruptedException {
    Reader reader = evaluated(TOPIC);
    news(reader);
    time.pass(Duration.ofSeconds(15));
    questions.watch();
    assertThat(reader.await()).isEqualTo(Reader.Wake.HEARTBEAT);
  }

  @Test
  void endsStreamsAndAdmitsNobodyWhenClosed() throws InterruptedException {
    Reader reader = join(TOPIC);
    questions.close();
    assertThat(reader.await()).isEqualTo(Reader.Wake.END);
    assertThatThrownBy(() -> join(TOPIC))
        .isInstanceOfSatisfying(
            MillraceException.class,
            thrown -> assertThat(thrown.fault()).isEqualTo(Fault.STOPPING));
    questions.tick();
    assertThat(evaluations).isZero();
    questions.leave(reader);
    assertThat(questions.awaitNobody(Duration.ZERO)).isTrue();
  }
}
