package dev.millrace.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From which event people go to which. A session that begins in the range is a path, whole as in
 * {@link Sessions}; it begins with its first event named {@code start}, or ends with its last named
 * {@code end}, or is all of the session from its first event on.
 *
 * @param from microseconds, inclusive
 * @param to microseconds, exclusive
 * @param start null for none
 * @param end null for none; not both
 * @param steps edges of a path that are looked at: the first ones, or the last with {@code end}
 * @param gap microseconds without an event that end a session
 * @param repeats whether the same event in a row is more than one
 * @param minCount edges that were taken less often are left out
 * @param limit edges to keep, those taken most often
 */
public record Paths(
    Selection selection,
    long from,
    long to,
    @Nullable String start,
    @Nullable String end,
    int steps,
    long gap,
    boolean repeats,
    long minCount,
    int limit)
    implements Plan<Paths.Edges> {

  @Override
  public Class<Edges> answerType() {
    return Edges.class;
  }

  /**
   * @param edges by step, in each those taken most often first
   * @param rowsScanned events that the engine read
   */
  public record Edges(List<Edge> edges, long rowsScanned) {}

  /**
   * @param step from 1; with {@code end}, the edges into the end have the last number
   * @param count how often it was taken
   * @param people who took it
   */
  public record Edge(int step, String source, String target, long count, long people) {}
}
