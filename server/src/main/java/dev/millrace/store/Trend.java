package dev.millrace.store;

import java.time.ZoneId;
import java.util.List;

/**
 * How a measure went over time: a question with nothing left open, ready for an engine.
 *
 * @param source where to read: the events, or a view that covers the question
 * @param from first microsecond UTC, inclusive
 * @param to last microsecond UTC, exclusive
 * @param events names to keep; empty means all
 * @param by properties to break down by, at most as many as the question model allows
 * @param limit how many groups to keep; the rest is one group whose every {@code by} value is
 *     {@code "other"}
 * @param exact whether approximate measures are forbidden
 */
public record Trend(
    String project,
    Source source,
    long from,
    long to,
    Every every,
    ZoneId zone,
    List<String> events,
    Filter filter,
    List<Property> by,
    int limit,
    List<Measure> measures,
    boolean exact) {

  /** What an engine reads to answer. */
  public enum Source {
    EVENTS,
    /** The built-in view by project, 15 minutes and name, with count and people. */
    ACTIVITY
  }
}
