package dev.millrace.query;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.Answer;
import dev.millrace.store.EventStore;
import dev.millrace.store.Trend;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * Answers questions, for as many threads as ask. An answer is made in the caller's thread in four
 * steps: wait for the position that the question names, wait for a turn, plan, and run.
 */
public final class QueryEngine {
  private static final String STAGE = "query";

  private final EventStore store;
  private final QueryConfig config;
  private final Metrics metrics;
  private final InstantSource clock;
  private final Planner planner;
  private final Turns turns;
  private final Semaphore waiting;

  public QueryEngine(EventStore store, QueryConfig config, Metrics metrics, InstantSource clock) {
    this.store = store;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    this.planner = new Planner(config.maxRows());
    this.turns = new Turns(config, metrics);
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
    try {
      long started = System.nanoTime();
      awaitPosition(question);
      long reached = System.nanoTime();
      metrics.took(STAGE, "await_position", reached - started);
      return turns.run(() -> {
        metrics.took(STAGE, "await_turn", System.nanoTime() - reached);
        return answer(project, question);
      });
    } catch (MillraceException e) {
      metrics.refused(STAGE, e.fault().code(), 1);
      throw e;
    }
  }

  private QueryAnswer answer(String project, Question question) {
    long started = System.nanoTime();
    // Read first: what commits while the engine works may be in the answer or not.
    Positions position = store.commits().position().positions();
    Trend trend = plan(project, question);
    long planned = System.nanoTime();
    metrics.took(STAGE, "plan", planned - started);
    Answer found = store.trend(trend, config.timeLimit());
    long ran = System.nanoTime();
    metrics.took(STAGE, "run", ran - planned);
    Table table = new Table(trend, found);
    QueryAnswer answer =
        new QueryAnswer(table.columns(), table.rows(), meta(trend, found, position, started));
    metrics.took(STAGE, "shape", System.nanoTime() - ran);
    return answer;
  }

  /** Estimates people only where the question allows it and exactness would take long. */
  private Trend plan(String project, Question question) {
    Instant now = clock.instant();
    Boolean exact = question.exact();
    Trend trend = planner.plan(project, question, now, Boolean.TRUE.equals(exact));
    if (exact != null || trend.source() == Trend.Source.EVENTS || !trend.asksForPeople()) {
      return trend;
    }
    Answer size = store.trend(Planner.size(trend), config.timeLimit());
    long events =
        size.rows().stream()
            .map(row -> row.measures().getFirst())
            .filter(Objects::nonNull)
            .mapToLong(Number::longValue)
            .sum();
    return events <= config.exactUpTo() ? planner.plan(project, question, now, true) : trend;
  }

  private QueryAnswer.Meta meta(Trend trend, Answer found, Positions position, long started) {
    return new QueryAnswer.Meta(
        Times.text(trend.buckets().from(), trend.buckets().zone()),
        Times.text(trend.buckets().to(), trend.buckets().zone()),
        trend.buckets().zone().getId(),
        trend.source().text(),
        found.rowsScanned(),
        Math.round((System.nanoTime() - started) / 10_000.0) / 100.0,
        position.toString(),
        found.relativeError() > 0,
        found.relativeError(),
        store.status().problem());
  }

  private void awaitPosition(Question question) {
    Positions after = question.after();
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
      if (!store.commits().await(after, question.timeout())) {
        throw new MillraceException(
            Fault.POSITION_NOT_REACHED,
            "the store is at "
                + store.commits().position().positions()
                + " and did not get to "
                + after
                + " within "
                + question.timeout().toMillis()
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
