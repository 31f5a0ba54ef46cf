package dev.millrace.live;

import dev.millrace.query.Basis;
import dev.millrace.query.Moment;
import dev.millrace.query.Question;
import dev.millrace.store.Filter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an answer holds when nothing is committed. A range that moves with the clock loses
 * events at its start and gains empty buckets at its end, the faster the shorter it is.
 */
final class Refresh {
  /** An answer is refreshed each time that its range has moved by this part of itself. */
  private static final int PART = 60;

  private Refresh() {}

  /** Nanoseconds; {@link Long#MAX_VALUE} if the answer only changes with the store. */
  static long nanos(Topic topic, LiveConfig config, Instant now) {
    return switch (topic) {
      case Topic.Status _ -> config.minInterval().toNanos();
      case Topic.Newest _ -> Long.MAX_VALUE;
      case Topic.Asked(_, Question question) ->
          moves(question) ? between(span(question, now), config) : Long.MAX_VALUE;
    };
  }

  private static long between(Duration span, LiveConfig config) {
    long nanos =
        span.dividedBy(PART).compareTo(config.maxRefresh()) < 0
            ? span.dividedBy(PART).toNanos()
            : config.maxRefresh().toNanos();
    return Math.max(config.minInterval().toNanos(), nanos);
  }

  private static Duration span(Question question, Instant now) {
    try {
      Basis basis = question.basis();
      Instant from = basis.from().resolve(now, basis.timezone());
      Instant to = basis.to().resolve(now, basis.timezone());
      return Duration.between(from, to).abs();
    } catch (DateTimeException | ArithmeticException _) {
      return Duration.ofSeconds(Long.MAX_VALUE);
    }
  }

  private static boolean moves(Question question) {
    return moves(question.basis().from())
        || moves(question.basis().to())
        || question.filters().stream().anyMatch(Refresh::moves);
  }

  private static boolean moves(Filter filter) {
    return switch (filter) {
      case Filter.All all -> all.filters().stream().anyMatch(Refresh::moves);
      case Filter.Any any -> any.filters().stream().anyMatch(Refresh::moves);
      case Filter.Test test ->
          test.values().stream().anyMatch(value -> value instanceof Moment time && moves(time));
    };
  }

  private static boolean moves(Moment moment) {
    return switch (moment) {
      case Moment.Now _, Moment.Today _, Moment.Ago _ -> true;
      case Moment.Date _, Moment.Local _, Moment.At _ -> false;
    };
  }
}
