package dev.millrace.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers equal questions once. Those that are asked while one of them waits for its turn, or is
 * being answered and the store has not moved, wait for that answer; those that are asked later get
 * it as long as the store stands where it stood. When too many ask, an answer from before is better
 * than none: it says that it is stale and how old it is.
 *
 * <p>Only the last answer to each question is kept, and those that are asked for least leave.
 */
final class SharedAnswers {
  private final QueryEngine engine;
  private final EventStore store;
  private final QueryConfig.Sharing config;
  private final Metrics metrics;
  private final LongSupplier nanoTime;
  private final Map<Asked, Flight> flights = new ConcurrentHashMap<>();
  private final Cache<Asked, Kept> kept;

  /** A question of a project, without what it waits for. */
  private record Asked(String project, Question question) {}

  /** A question that is being answered, and what others who ask it wait for. */
  private final class Flight {
    private final CompletableFuture<QueryAnswer> answer = new CompletableFuture<>();
    private volatile boolean begun;
    private volatile Positions position = Positions.NONE;
    private volatile long nanos;

    /** To be called before the engine looks at the store. */
    void begin() {
      // In this order: whoever finds that it has not begun came before the position is read.
      begun = true;
      position = store.commits().position().positions();
      nanos = nanoTime.getAsLong();
    }

    /** Whether the answer will have everything that the store has at a position of now. */
    boolean takes(Positions now) {
      return !begun || now.equals(position);
    }

    Kept kept(QueryAnswer made) {
      return new Kept(made, position, nanos, bytes(made));
    }
  }

  /**
   * @param position where the store stood before the answer was made
   * @param nanos when it was made
   */
  private record Kept(QueryAnswer answer, Positions position, long nanos, long bytes) {}

  SharedAnswers(
      QueryEngine engine,
      EventStore store,
      QueryConfig.Sharing config,
      Metrics metrics,
      LongSupplier nanoTime) {
    this.engine = engine;
    this.store = store;
    this.config = config;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    // Each weighs at least its share of the memory, so that their number is bounded too.
    int share = (int) Math.min(Integer.MAX_VALUE, config.bytes() / Math.max(1, config.answers()));
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(config.answers() == 0 ? 0 : config.bytes())
            .weigher((Asked _, Kept answer) -> Math.clamp(answer.bytes, share, Integer.MAX_VALUE))
            .executor(Runnable::run)
            .build();
    metrics.queue(QueryEngine.STAGE, "kept_answers", config.answers(), kept::estimatedSize);
  }

  /** As {@link QueryEngine#ask}, whose metrics are told of answers that it need not make. */
  QueryAnswer ask(String project, Question question) {
    long started = nanoTime.getAsLong();
    QueryAnswer answer = find(project, question);
    if (answer.meta().cached()) {
      metrics.events(QueryEngine.STAGE, 1);
      metrics.took(QueryEngine.STAGE, "share", nanoTime.getAsLong() - started);
    }
    return answer;
  }

  private QueryAnswer find(String project, Question question) {
    Positions after = question.basis().after();
    Positions position = store.commits().position().positions();
    if (!position.covers(after)) {
      return engine.ask(project, question);
    }
    Asked asked = new Asked(project, question.withoutWaiting());
    Kept known = kept.getIfPresent(asked);
    if (known != null
        && known.position.equals(position)
        && isFresh(question, known)
        && Objects.equals(known.answer.meta().problem(), store.status().problem())) {
      return known.answer.cached();
    }
    try {
      return fly(asked, position);
    } catch (MillraceException e) {
      if (e.fault() == Fault.QUERY_OVERLOADED && known != null && known.position.covers(after)) {
        long age = nanoTime.getAsLong() - known.nanos;
        if (age <= config.maxAge().toNanos()) {
          return known.answer.aged(Math.max(1, age / 1_000_000));
        }
      }
      throw e;
    }
  }

  private QueryAnswer fly(Asked asked, Positions position) {
    Flight own = new Flight();
    Flight flight = flights.merge(asked, own, (other, _) -> other.takes(position) ? other : own);
    if (flight != own) {
      return follow(asked, position, flight);
    }
    try {
      QueryAnswer answer = engine.ask(asked.project, asked.question, own::begin);
      kept.put(asked, own.kept(answer));
      own.answer.complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      own.answer.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(asked, own);
    }
  }

  /** Waits for another's answer. When that one is given up, somebody who still waits goes on. */
  private QueryAnswer follow(Asked asked, Positions position, Flight flight) {
    try {
      return flight.answer.get().cached();
    } catch (InterruptedException _) {
      throw new MillraceException(Fault.STOPPING, "the question was given up");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MillraceException cause && cause.fault() == Fault.STOPPING) {
        flights.remove(asked, flight);
        return fly(asked, position);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    }
  }

  /**
   * Where the store has not moved, an answer about fixed times stays true, but for people who are
   * erased: no answer outlives them for long. One about times that move was true when it was made,
   * which its range says to the microsecond; it is good for a moment.
   */
  private boolean isFresh(Question question, Kept known) {
    Duration limit = question.isFixed() ? config.maxAge() : config.freshness();
    return nanoTime.getAsLong() - known.nanos <= limit.toNanos();
  }

  /** About what an answer takes of the heap. */
  private static long bytes(QueryAnswer answer) {
    long bytes = 512;
    for (List<@Nullable Object> row : answer.rows()) {
      bytes += 48;
      for (Object value : row) {
        bytes += value instanceof Number ? 24 : value == null ? 4 : 56 + value.toString().length();
      }
    }
    return bytes;
  }
}
