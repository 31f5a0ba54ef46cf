package dev.millrace.query;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Attendance;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventStore;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Answers questions, for as many threads as ask. An answer is made in the caller's thread in four
 * steps: wait for the position that the question names, wait for a turn, answer as the question's
 * kind does, and say where the answer comes from.
 */
public final class QueryEngine {
  static final String STAGE = "query";

  private final EventStore store;
  private final QueryConfig config;
  private final Metrics metrics;
  private final InstantSource clock;
  private final Turns turns;

  /** Of the turns, those that funnels may have: they wait for the memory to follow people. */
  private final Turns funnelTurns;

  private final Semaphore waiting;

  public QueryEngine(EventStore store, QueryConfig config, Metrics metrics, InstantSource clock) {
    this.store = store;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    this.turns =
        new Turns(
            "questions",
            new Turns.Limits(config.maxRunning(), config.maxQueued(), config.maxQueueWait()),
            metrics,
            STAGE);
    this.funnelTurns =
        new Turns(
            "funnels",
            new Turns.Limits(
                Math.max(1, config.maxRunning() / 2), config.maxQueued(), config.timeLimit()));
    metrics.queue(STAGE, "funnels_queued", config.maxQueued(), funnelTurns::queued);
    this.waiting = new Semaphore(config.maxWaiting());
    metrics.queue(
        STAGE,
        "waiting",
        config.maxWaiting(),
        () -> config.maxWaiting() - waiting.availablePermits());
  }

  /**
   * Answers the question about a project's events.
   *
   * @throws MillraceException {@code invalid_question} if it cannot be answered as it is, {@code
   *     position_not_reached} if the store did not get to {@code after} in time, {@code
   *     query_overloaded}, {@code query_timeout}, or what the store throws
   */
  public QueryAnswer ask(String project, Question question) {
    return ask(project, question, () -> {});
  }

  /**
   * Answers it as above.
   *
   * @param atTurn is told when it is the question's turn, before the store is looked at
   */
  QueryAnswer ask(String project, Question question, Runnable atTurn) {
    try {
      long started = System.nanoTime();
      awaitPosition(question);
      long reached = System.nanoTime();
      metrics.took(STAGE, "await_position", reached - started);
      Supplier<QueryAnswer> asked =
          () ->
              turns.run(() -> {
                metrics.took(STAGE, "await_turn", System.nanoTime() - reached);
                atTurn.run();
                QueryAnswer answer = answer(project, question);
                metrics.events(STAGE, 1);
                return answer;
              });
      return question instanceof FunnelQuestion ? funnelTurns.run(asked) : asked.get();
    } catch (MillraceException e) {
      metrics.refused(STAGE, e.fault().code(), 1);
      throw e;
    }
  }

  /**
   * Runs what is no question but reads the store like one, when it is its turn, in the thread of a
   * request, and gives it up when the client has left.
   *
   * @throws MillraceException {@code query_overloaded}, or what the work throws
   */
  public <T> T attended(Supplier<T> work) {
    try {
      return Attendance.attended(() -> turns.run(work));
    } catch (MillraceException e) {
      metrics.refused(STAGE, e.fault().code(), 1);
      throw e;
    }
  }

  Metrics metrics() {
    return metrics;
  }

  private QueryAnswer answer(String project, Question question) {
    long started = System.nanoTime();
    // Read first: what commits while the engine works may be in the answer or not.
    Positions position = store.commits().position().positions();
    Asking asking = new Asking(store, config, metrics, project, clock.instant());
    Found found =
        switch (question) {
          case TrendQuestion trend -> TrendAnswering.answer(asking, trend);
          case TopQuestion top -> TopAnswering.answer(asking, top);
          case FunnelQuestion funnel -> FunnelAnswering.answer(asking, funnel);
          case RetentionQuestion retention -> RetentionAnswering.answer(asking, retention);
          case StickinessQuestion stickiness -> StickinessAnswering.answer(asking, stickiness);
          case LifecycleQuestion lifecycle -> LifecycleAnswering.answer(asking, lifecycle);
          case SessionsQuestion sessions -> SessionsAnswering.answer(asking, sessions);
          case PathsQuestion paths -> PathsAnswering.answer(asking, paths);
          case UsersQuestion users -> UsersAnswering.answer(asking, users);
        };
    long nanos = System.nanoTime() - started;
    metrics.took(STAGE, "answer", nanos);
    return new QueryAnswer(found.columns(), found.rows(), meta(found, position, nanos));
  }

  private QueryAnswer.Meta meta(Found found, Positions position, long nanos) {
    Period period = found.period();
    return new QueryAnswer.Meta(
        Times.text(period.from(), period.zone()),
        Times.text(period.to(), period.zone()),
        period.zone().getId(),
        found.source(),
        found.rowsScanned(),
        Math.round(nanos / 10_000.0) / 100.0,
        position.toString(),
        found.relativeError() > 0,
        found.relativeError(),
        store.status().problem(),
        found.nextCursor(),
        found.rest(),
        false,
        0);
  }

  private void awaitPosition(Question question) {
    Positions after = question.basis().after();
    if (store.commits().position().positions().covers(after)) {
      return;
    }
    if (!waiting.tryAcquire()) {
      throw new MillraceException(
          Fault.QUERY_OVERLOADED,
          config.maxWaiting() + " questions wait for a position already",
          "ask again later, or without \"after\"",
          null);
    }
    try {
      if (!store.commits().await(after, question.basis().timeout())) {
        throw new MillraceException(
            Fault.POSITION_NOT_REACHED,
            "the store is at "
                + store.commits().position().positions()
                + " and did not get to "
                + after
                + " within "
                + question.basis().timeout().toMillis()
                + " ms",
            "ask again, wait longer with \"timeout\", or ask without \"after\"",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STOPPING, "the server is stopping", e);
    } finally {
      waiting.release();
    }
  }
}
