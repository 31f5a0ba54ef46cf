package dev.millrace.query;

import dev.millrace.event.Positions;
import dev.millrace.store.Filter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every kind of question says: which events it is about, and how it wants to be answered.
 *
 * @param events names to keep; empty means all
 * @param where which events count; its times are microseconds or {@link Moment}s
 * @param from start of the range, inclusive
 * @param to end of the range, exclusive
 * @param timezone whose calendar the buckets follow, and in which the answer writes times
 * @param exact whether percentiles must be exact, and so come from the events; all else is in any
 *     case
 * @param source where to read
 * @param after positions of the log that the answer must cover
 * @param timeout how long to wait for them, at most {@link Question#MAX_TIMEOUT}
 */
public record Basis(
    List<String> events,
    Filter where,
    Moment from,
    Moment to,
    ZoneId timezone,
    @Nullable Boolean exact,
    Source source,
    Positions after,
    Duration timeout) {

  /** All events of the last 7 days in UTC. */
  public static final Basis DEFAULT =
      new Basis(
          List.of(),
          Filter.EVERYTHING,
          new Moment.Ago(7, Moment.Unit.DAY),
          new Moment.Now(),
          ZoneId.of("UTC"),
          null,
          Source.CHEAPEST,
          Positions.NONE,
          Question.DEFAULT_TIMEOUT);

  public Basis {
    events = List.copyOf(events);
    Question.requireBetween("events", events.size(), 0, Question.MAX_EVENTS);
    if (timeout.isNegative() || timeout.compareTo(Question.MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout must be 0 to 120 s, is " + timeout);
    }
  }

  /** Where a question wants to be answered from. */
  public enum Source {
    /** A view if one covers the question, else the events. */
    CHEAPEST,
    /** The events, though a view would do. */
    EVENTS
  }

  /** The same from another time on. */
  Basis from(Moment other) {
    return new Basis(events, where, other, to, timezone, exact, source, after, timeout);
  }

  /** The same of all times. */
  Basis ofAllTimes() {
    return new Basis(
        events,
        where,
        new Moment.At(Period.FIRST),
        new Moment.At(Period.LAST),
        timezone,
        exact,
        source,
        after,
        timeout);
  }

  Basis withoutWaiting() {
    return new Basis(
        events, where, from, to, timezone, exact, source, Positions.NONE, Question.DEFAULT_TIMEOUT);
  }
}
