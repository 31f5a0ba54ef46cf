package dev.millrace.process;

import static dev.millrace.process.Events.SECOND;
import static dev.millrace.process.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Erasure;
import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.Rejection;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.Lifetimes;
import dev.millrace.store.LoggedErasure;
import dev.millrace.store.StorePosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop between a log and a store that fail on command. */
@Timeout(60)
class ProcessorTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MAX_BATCH = 100;
  private static final int POLL = 40;

  /** Ten seconds after the events of these tests were received. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(START / SECOND + 11));

  private static final ProcessConfig CONFIG =
      new ProcessConfig(
          MAX_BATCH,
          1 << 20,
          1 << 20,
          Duration.ofSeconds(10),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          Duration.ofMillis(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10));

  private Metrics metrics = new Metrics();
  private UnreliableLog log = new UnreliableLog("log", 2, POLL);
  private UnreliableStore store = new UnreliableStore();
  private @Nullable Processor processor;

  @AfterEach
  void close() {
    store.recover();
    if (processor != null) {
      processor.close();
    }
  }

  @Test
  void storesEveryEventOnceInTheOrderOfItsPartition() throws InterruptedException {
    List<String> first = append(0, "a", 300);
    List<String> second = append(1, "b", 250);
    start();
    awaitEnd();
    assertThat(store.ids()).hasSize(550).containsSubsequence(first).containsSubsequence(second);
    assertThat(store.batches())
        .allSatisfy(batch -> assertThat(batch.to().covers(batch.from())).isTrue());
    close();
    assertThat(metrics.eventCount("process")).isEqualTo(550);
  }

  @Test
  void commitsPositionsWhenAllAreRepeats() throws InterruptedException {
    Processor running = start();
    append(0, "a", 50);
    awaitEnd();
    append(0, "a", 50);
    awaitEnd();
    assertThat(store.ids()).hasSize(50).doesNotHaveDuplicates();
    assertThat(running.status().repeats()).isEqualTo(50);
  }

  @Test
  void goesOnWhereTheStoreStandsAfterRestart() throws InterruptedException {
    append(0, "a", 120);
    start();
    awaitEnd();
    close();
    append(1, "a", 120);
    append(0, "b", 10);
    start();
    awaitEnd();
    assertThat(store.ids()).hasSize(130).doesNotHaveDuplicates();
  }

  @Test
  void movesPoisonToRejectedAndGoesOn() throws InterruptedException {
    append(0, "a", 3);
    log.appendRaw(0, "{\"no\":\"event\"}".getBytes(StandardCharsets.UTF_8));
    log.appendRaw(1, new byte[0]);
    append(0, "b", 3);
    log.appendRaw(0, new byte[] {(byte) 0xff, 0});
    Processor running = start();
    awaitEnd();
    assertThat(store.ids()).containsExactly("a0", "a1", "a2", "b0", "b1", "b2");
    assertThat(log.rejections())
        .extracting(Rejection::fault)
        .containsExactly(Fault.POISON_RECORD, Fault.POISON_RECORD, Fault.POISON_RECORD);
    assertThat(log.rejections().getFirst().original())
        .isEqualTo("{\"no\":\"event\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(log.rejections().getFirst().message()).startsWith("partition 0 offset 3: ");
    assertThat(running.status().poison()).isEqualTo(3);
  }

  @Test
  void handsErasuresOverInTheBatchThatCoversThem() throws InterruptedException {
    append(0, "a", 3);
    Erasure erasure = new Erasure("forget", "shop", List.of("ada"), 2, START);
    log.append(erasure);
    append(1, "b", 120);
    start();
    awaitEnd();
    assertThat(store.batches())
        .filteredOn(batch -> !batch.erasures().isEmpty())
        .allSatisfy(batch ->
            assertThat(batch.erasures())
                .allSatisfy(logged -> {
                  assertThat(batch.to().next(logged.partition())).isGreaterThan(logged.offset());
                  assertThat(batch.from().next(logged.partition()))
                      .isLessThanOrEqualTo(logged.offset());
                }))
        .flatExtracting(EventBatch::erasures)
        .containsExactlyInAnyOrder(
            new LoggedErasure(erasure, 0, 3), new LoggedErasure(erasure, 1, 0));
    assertThat(store.ids()).hasSize(123);
  }

  @Test
  void dropsEventsThatAreOlderThanTheirProjectKeepsThem() throws InterruptedException {
    Event old = Events.event("shop", "old", START - 2 * Events.DAY, START - 2 * Events.DAY);
    Event other = Events.event("club", "other", START - 2 * Events.DAY, START - 2 * Events.DAY);
    log.append(0, old, other);
    append(0, "a", 3);
    processor =
        new Processor(CONFIG, new Lifetimes(0, Map.of("shop", 1)), log, store, metrics, CLOCK);
    processor.start();
    awaitEnd();
    assertThat(store.ids()).containsExactly("other", "a0", "a1", "a2");
    assertThat(metrics.refusals()).contains(new Metrics.Refusals("process", "expired", 1));
  }

  @Test
  void takesARecordThatOnlyBeginsLikeAnErasureForPoison() throws InterruptedException {
    log.appendRaw(0, "{\"erase\":[\"ada\"]}".getBytes(StandardCharsets.UTF_8));
    log.appendRaw(0, "{\"erase\":[]".getBytes(StandardCharsets.UTF_8));
    append(0, "a", 3);
    start();
    awaitEnd();
    assertThat(store.ids()).hasSize(3);
    assertThat(log.rejections()).hasSize(2);
  }

  @Test
  void goesOnWhenTheLogTakesNoRejections() throws InterruptedException {
    log.refuseAppends();
    log.appendRaw(0, new byte[0]);
    append(0, "a", 3);
    start();
    awaitEnd();
    assertThat(store.ids()).hasSize(3);
  }

  @Test
  void keepsTheBatchWhileTheStoresDiskIsFull() throws InterruptedException {
    CountDownLatch failed = store.failAppends(Fault.STORE_DISK_FULL, 5);
    Processor running = start();
    append(0, "a", 150);
    await(failed);
    assertThat(running.status().problem()).startsWith("store_disk_full");
    assertThat(log.end().minus(running.status().position())).isEqualTo(150);
    assertThat(running.status().lagSeconds()).isEqualTo(10);
    store.recover();
    awaitEnd();
    assertThat(store.ids()).hasSize(150).doesNotHaveDuplicates();
    close();
    assertThat(running.status().problem()).isNull();
    assertThat(log.end().minus(running.status().position())).isZero();
    assertThat(running.status().lagSeconds()).isZero();
  }

  @Test
  void keepsEventsWhileTheFilterCannotReadTheStore() throws InterruptedException {
    CountDownLatch failed =
        store.failReads(new MillraceException(Fault.STORE_UNAVAILABLE, "gone"), 3);
    append(0, "a", 150);
    Processor running = start();
    await(failed);
    assertThat(running.status().problem()).startsWith("store_unavailable");
    store.recover();
    awaitEnd();
    assertThat(store.ids()).hasSize(150).doesNotHaveDuplicates();
  }

  @Test
  void survivesWhatNobodyExpected() throws InterruptedException {
    CountDownLatch failed = store.failReads(new IllegalStateException("defect"), 3);
    append(0, "a", 150);
    Processor running = start();
    await(failed);
    assertThat(running.status().problem()).startsWith("internal_error");
    store.recover();
    awaitEnd();
    assertThat(store.ids()).hasSize(150).doesNotHaveDuplicates();
  }

  @Test
  void boundsWhatIsInMemoryWhileTheStoreIsStuck() throws InterruptedException {
    CountDownLatch stall = store.stall();
    Processor running = start();
    append(0, "a", 2_000);
    log.awaitPolled(MAX_BATCH + 1);
    assertThat(running.status().waiting()).isLessThanOrEqualTo(2 * (MAX_BATCH + POLL));
    stall.countDown();
    awaitEnd();
    assertThat(store.ids()).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(store.batches())
        .allSatisfy(batch -> assertThat(batch.events()).hasSizeLessThan(MAX_BATCH + POLL));
  }

  @Test
  void readsAgainWhenAnotherWriterHasMovedTheStore() throws InterruptedException {
    start();
    append(0, "a", 10);
    awaitEnd();
    CountDownLatch stall = store.stall();
    append(0, "b", 10);
    log.awaitPolled(20);
    store.appendElsewhere(
        new EventBatch(
            IntStream.range(0, 5)
                .mapToObj(i -> Events.logged(Events.sent("b" + i, START), 10 + i))
                .toList(),
            "log",
            Positions.ofNext(10),
            Positions.ofNext(15)));
    stall.countDown();
    awaitEnd();
    assertThat(store.ids()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void readsAgainWhenTheStoreFallsBackWhileIdle() throws InterruptedException {
    start();
    append(0, "a", 10);
    awaitEnd();
    append(0, "b", 10);
    awaitEnd();
    store.fallBackTo(1);
    awaitEnd();
    assertThat(store.ids()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void settlesBatchThatWasCommittedAndReportedAsFailed() throws InterruptedException {
    store.failAfterNextCommit(new MillraceException(Fault.STORE_UNAVAILABLE, "connection broke"));
    Processor running = start();
    append(0, "a", 10);
    awaitEnd();
    append(0, "b", 10);
    awaitEnd();
    assertThat(store.ids()).hasSize(20).doesNotHaveDuplicates();
    close();
    assertThat(running.status().stored()).isEqualTo(20);
  }

  @Test
  void readsRecreatedLogFromItsBeginning() throws InterruptedException {
    append(0, "a", 30);
    start();
    awaitEnd();
    close();
    log = new UnreliableLog("made anew", 1, POLL);
    append(0, "a", 5);
    append(0, "b", 5);
    start();
    assertThat(store.commits().await(Positions.ofNext(10), LONG)).isTrue();
    close();
    assertThat(store.ids()).hasSize(35).doesNotHaveDuplicates();
    assertThat(store.commits().position())
        .isEqualTo(new StorePosition("made anew", Positions.ofNext(10)));
  }

  @Test
  void readsPartitionAgainThatHasLostItsEnd() throws InterruptedException {
    append(0, "a", 30);
    start();
    awaitEnd();
    close();
    log = new UnreliableLog("log", 2, POLL);
    append(0, "a", 10);
    append(0, "acknowledged since", 5);
    start();
    close();
    assertThat(store.ids()).hasSize(35).doesNotHaveDuplicates();
    assertThat(store.commits().position().positions()).isEqualTo(Positions.ofNext(15));
  }

  @Test
  void countsWhatRetentionRemovedBeforeTheStart() throws InterruptedException {
    store = new UnreliableStore(new StorePosition("log", Positions.ofNext(10)));
    append(0, "a", 50);
    log.removeBefore(0, 25);
    Processor running = start();
    awaitEnd();
    assertThat(running.status().lost()).isEqualTo(15);
    assertThat(store.ids()).hasSize(25);
  }

  @Test
  void countsWhatRetentionRemovesWhileReading() throws InterruptedException {
    CountDownLatch stall = store.stall();
    Processor running = start();
    append(0, "a", 1_000);
    log.awaitPolled(MAX_BATCH + 1);
    long polled = log.polled();
    log.removeBefore(0, 900);
    stall.countDown();
    awaitEnd();
    assertThat(running.status().lost()).isBetween(1L, 900 - polled);
    assertThat(store.ids()).hasSize((int) (1_000 - running.status().lost()));
  }

  @Test
  void readsOnWhenTheLogWasUnavailable() throws InterruptedException {
    Processor running = start();
    append(0, "a", 10);
    awaitEnd();
    log.failNextPoll(new MillraceException(Fault.LOG_UNAVAILABLE, "gone"));
    append(0, "b", 10);
    awaitEnd();
    log.failNextPoll(new IllegalStateException("defect"));
    append(0, "c", 10);
    awaitEnd();
    assertThat(store.ids()).hasSize(30).doesNotHaveDuplicates();
    close();
    assertThat(running.status().problem()).isNull();
  }

  @Test
  void cutsBatchesThatTheFilterHasNoMemoryFor() throws InterruptedException {
    Event[] scattered =
        IntStream.range(0, 3_000)
            .mapToObj(i -> Events.sent("e" + i, START - i * 10 * SECOND))
            .toArray(Event[]::new);
    log.append(0, scattered);
    log.append(1, scattered);
    start(CONFIG.withFilterBytes(ProcessConfig.MIN_FILTER_BYTES).withMaxBatchEvents(1_000));
    awaitEnd();
    assertThat(store.ids()).hasSize(3_000).doesNotHaveDuplicates();
  }

  @Test
  void storesWhatTheLogHasBeforeItCloses() {
    start();
    append(0, "a", 5_000);
    close();
    assertThat(store.ids()).hasSize(5_000);
  }

  @Test
  void closesInTimeWhileTheStoreIsStuck() throws InterruptedException {
    CountDownLatch stall = store.stall();
    ProcessConfig hurried =
        new ProcessConfig(
            MAX_BATCH,
            1 << 20,
            1 << 20,
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(10));
    start(hurried);
    append(0, "a", 10);
    log.awaitPolled(10);
    close();
    processor = null;
    stall.countDown();
    start();
    awaitEnd();
    assertThat(store.ids()).hasSize(10).doesNotHaveDuplicates();
  }

  private Processor start() {
    return start(CONFIG);
  }

  private Processor start(ProcessConfig config) {
    metrics = new Metrics();
    Processor started = new Processor(config, log, store, metrics, CLOCK);
    processor = started;
    started.start();
    return started;
  }

  private List<String> append(int partition, String prefix, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(prefix + i);
      log.append(partition, Events.sent(prefix + i, START));
    }
    return ids;
  }

  private void awaitEnd() throws InterruptedException {
    assertThat(store.commits().await(log.end(), LONG)).as("store has reached the end").isTrue();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
