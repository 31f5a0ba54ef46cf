package dev.millrace.store;

import java.util.List;

/**
 * How measures went over time: a question with nothing left open, ready for an engine.
 *
 * @param source what to read
 * @param buckets the range and how it is cut
 * @param events names to keep; empty means all
 * @param by properties to break down by; none means one group
 * @param limit how many groups to keep, those with most of the first measure over the whole range;
 *     all others are measured together
 * @param groups if not empty, these groups are kept, whatever their size, in this order
 */
public record Trend(
    String project,
    Source source,
    Buckets buckets,
    List<String> events,
    Filter filter,
    List<Property> by,
    int limit,
    List<Answer.Group> groups,
    List<Measure> measures)
    implements Plan<Answer> {

  /** The grain of views in microseconds: 15 minutes, from which every timezone can be made. */
  public static final long GRAIN = Every.QUARTER_HOUR.micros();

  public Trend {
    events = List.copyOf(events);
    by = List.copyOf(by);
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
  }

  @Override
  public Class<Answer> answerType() {
    return Answer.class;
  }

  /** The same question about other buckets, for the same groups in the same order. */
  public Trend with(Source otherSource, Buckets otherBuckets, List<Answer.Group> kept) {
    return new Trend(project, otherSource, otherBuckets, events, filter, by, limit, kept, measures);
  }

  /** Whether the number of people is part of it, alone or in a measure for each of them. */
  public boolean asksForPeople() {
    return measures.stream()
        .anyMatch(
            measure -> measure instanceof Measure.People || measure instanceof Measure.PerUser);
  }

  /** Start of the part of the range that whole grains cover, if it begins at this time. */
  public static long innerFrom(long from) {
    return -Math.floorDiv(-from, GRAIN) * GRAIN;
  }

  /** End of the part of the range that whole grains cover, if it ends at this time. */
  public static long innerTo(long to) {
    return Math.floorDiv(to, GRAIN) * GRAIN;
  }

  /** What an engine reads to answer. */
  public sealed interface Source {
    /** As {@code meta.source} says it. */
    String text();

    /** The events themselves. */
    record Events() implements Source {
      @Override
      public String text() {
        return "events";
      }
    }

    /**
     * A view.
     *
     * @param edges whether the range begins or ends within a quarter of an hour, so that its edges
     *     are read from the events
     */
    record Rows(View view, boolean edges) implements Source {
      @Override
      public String text() {
        return edges ? view.name() + "+events" : view.name();
      }
    }
  }
}
