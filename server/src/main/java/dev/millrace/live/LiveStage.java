package dev.millrace.live;

import dev.millrace.event.Positions;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.Commits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage's threads: one decides what is due and watches over the streams, a few ask the
 * questions. Streams are written by the threads of their own requests.
 */
public final class LiveStage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStage.class);

  /** How often streams are looked at; commits and new readers wake the thread sooner. */
  private static final Duration WATCH = Duration.ofMillis(500);

  private static final Duration JOIN = Duration.ofSeconds(2);

  private final LiveConfig config;
  private final Commits commits;
  private final LiveQuestions questions;
  private final ThreadPoolExecutor evaluators;
  private final Thread scheduler;
  private volatile boolean closed;

  /** Starts the stage. It answers with what {@code answers} says. */
  public LiveStage(LiveConfig config, LiveAnswers answers, Commits commits, Metrics metrics) {
    this(config, answers::evaluate, commits, InstantSource.system(), System::nanoTime, metrics);
  }

  LiveStage(
      LiveConfig config,
      Function<Topic, Evaluated> evaluate,
      Commits commits,
      InstantSource clock,
      LongSupplier nanoTime,
      Metrics metrics) {
    this.config = config;
    this.commits = commits;
    evaluators = evaluators(config);
    questions =
        new LiveQuestions(
            config,
            evaluate,
            topic -> Refresh.nanos(topic, config, clock.instant()),
            () -> commits.position().positions(),
            evaluators,
            nanoTime,
            metrics);
    scheduler = Thread.ofPlatform().daemon().name("millrace-live-schedule").unstarted(this::run);
    questions.onWork(this::wake);
    commits.listen(questions::moved);
    scheduler.start();
  }

  private static ThreadPoolExecutor evaluators(LiveConfig config) {
    return new ThreadPoolExecutor(
        config.evaluators(),
        config.evaluators(),
        0,
        TimeUnit.SECONDS,
        // A question is in here once at most.
        new ArrayBlockingQueue<>(config.questions()),
        Thread.ofPlatform().daemon().name("millrace-live-evaluate-", 0).factory());
  }

  /** Readers of open streams. */
  public int readers() {
    return questions.readers();
  }

  LiveQuestions questions() {
    return questions;
  }

  /** Waits until the store covers the positions; false if it has not within the given time. */
  boolean await(Positions positions, Duration timeout) throws InterruptedException {
    return commits.await(positions, timeout);
  }

  void wake() {
    LockSupport.unpark(scheduler);
  }

  private void run() {
    while (!closed) {
      try {
        long next = questions.tick();
        questions.watch();
        LockSupport.parkNanos(this, Math.min(next, WATCH.toNanos()));
      } catch (RuntimeException defect) {
        LOG.atError().setCause(defect).log("live schedule failed");
        LockSupport.parkNanos(this, WATCH.toNanos());
      }
    }
  }

  /** Ends all streams and stops the threads, within a few seconds. */
  @Override
  public void close() {
    questions.close();
    try {
      if (!questions.awaitNobody(config.stopGrace())) {
        questions.abandon();
      }
      closed = true;
      wake();
      scheduler.join(JOIN);
      evaluators.shutdownNow();
      if (!evaluators.awaitTermination(JOIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().log("a live question is still running");
      }
    } catch (InterruptedException _) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }
}
