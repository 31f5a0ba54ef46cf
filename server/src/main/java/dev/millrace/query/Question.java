package dev.millrace.query;

import dev.millrace.event.Positions;
import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to know, checked but not yet bound to a moment: relative times stay relative,
 * so that equal questions are one question for as long as they are asked. {@link QuestionFormat}
 * and {@link QuestionText} read it.
 *
 * @param measures at least one, no two with the same text
 * @param events names to keep; empty means all
 * @param where which events count; its times are microseconds or {@link Moment}s
 * @param by properties to break down by, at most {@value #MAX_BY}
 * @param limit groups to keep, 1 to {@value #MAX_LIMIT}
 * @param every width of the buckets; null lets the planner choose
 * @param exact whether people must be counted exactly; null leaves it to the server
 * @param source where to read
 * @param after positions of the log that the answer must cover
 * @param timeout how long to wait for them, at most {@link #MAX_TIMEOUT}
 */
public record Question(
    List<Measure> measures,
    List<String> events,
    Filter where,
    List<Property> by,
    int limit,
    @Nullable Every every,
    Moment from,
    Moment to,
    ZoneId timezone,
    @Nullable Boolean exact,
    Source source,
    Positions after,
    Duration timeout) {

  public static final int MAX_MEASURES = 20;
  public static final int MAX_EVENTS = 100;
  public static final int MAX_BY = 5;
  public static final int MAX_LIMIT = 1_000;
  public static final int DEFAULT_LIMIT = 10;
  public static final int MAX_PROPERTY_CHARS = 1_000;
  public static final int MAX_TEXT_CHARS = 1_000;
  public static final int MAX_FILTER_DEPTH = 8;
  public static final int MAX_TESTS = 100;
  public static final int MAX_VALUES = 1_000;
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  public static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

  /** Count of all events over the last 7 days in UTC. */
  public static final Question DEFAULT =
      new Question(
          List.of(new Measure.Count("count")),
          List.of(),
          Filter.EVERYTHING,
          List.of(),
          DEFAULT_LIMIT,
          null,
          new Moment.Ago(7, Moment.Unit.DAY),
          new Moment.Now(),
          ZoneId.of("UTC"),
          null,
          Source.CHEAPEST,
          Positions.NONE,
          DEFAULT_TIMEOUT);

  public Question {
    measures = List.copyOf(measures);
    events = List.copyOf(events);
    by = List.copyOf(by);
    requireBetween("measures", measures.size(), 1, MAX_MEASURES);
    requireBetween("events", events.size(), 0, MAX_EVENTS);
    requireBetween("by", by.size(), 0, MAX_BY);
    requireBetween("limit", limit, 1, MAX_LIMIT);
    if (timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
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

  /** The same question without the wait for a position: what equal live questions share. */
  public Question withoutWaiting() {
    return new Question(
        measures,
        events,
        where,
        by,
        limit,
        every,
        from,
        to,
        timezone,
        exact,
        source,
        Positions.NONE,
        DEFAULT_TIMEOUT);
  }

  private static void requireBetween(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", is " + value);
    }
  }
}
