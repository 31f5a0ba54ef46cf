package dev.millrace.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far people get through a row of steps.
 *
 * <p>Each event of the first step in {@code [from, to)} may be a start. From a start, a way leads
 * through later events, each of the next step, none more than {@code within} after the start. A
 * person counts with the longest way that any of their starts has. Among equally long ways, it is
 * the one that got there first, of these the one that started last, and of these the one that took
 * each step first. Events at the same time are in the order of the log.
 *
 * @param from first start, microseconds
 * @param to end of the starts, exclusive; later steps may lie beyond it
 * @param selection events that count at all; its names matter to {@link Order#STRICT} only, and
 *     steps always count
 * @param steps 2 to 20
 * @param within from the start to the last step, microseconds, inclusive
 * @param exclusions what must not happen on the way; none with {@link Order#ANY}
 * @param by properties of the start to break down by. A person counts in each group in which they
 *     have a start
 * @param limit how many groups to keep, those with most people; the others are one
 */
public record Funnel(
    long from,
    long to,
    Selection selection,
    List<Step> steps,
    long within,
    Order order,
    List<Exclusion> exclusions,
    List<Property> by,
    int limit)
    implements Plan<Funnel.Conversions> {

  public Funnel {
    steps = List.copyOf(steps);
    exclusions = List.copyOf(exclusions);
    by = List.copyOf(by);
  }

  @Override
  public Class<Conversions> answerType() {
    return Conversions.class;
  }

  /** In what order the steps must be taken. */
  public enum Order {
    /** One after another, whatever happens between them. */
    ORDERED,
    /** One right after another: any other selected event of the person ends the way. */
    STRICT,
    /**
     * In any order: every event of any step may be a start, and the way is as long as the number of
     * different steps taken. An event of several steps is the first of these not taken yet.
     */
    ANY
  }

  /**
   * What ends a way when it happens between two of its steps.
   *
   * @param after number of a step, from 1: what happens before it does no harm
   * @param before number of a later step: nor does what happens after it
   */
  public record Exclusion(Step step, int after, int before) {
    public Exclusion {
      if (after < 1 || before <= after) {
        throw new IllegalArgumentException("an exclusion lies between a step and a later one");
      }
    }
  }

  /**
   * @param groups largest first, the rest last; without a breakdown one without values
   * @param steps for each group, each step of the funnel
   */
  public record Conversions(
      List<Answer.Group> groups, List<List<Reached>> steps, long rowsScanned) {}

  /**
   * @param people who got at least so far
   * @param medianSeconds from the step before, by those who got here; null for the first step and
   *     when nobody did
   * @param p90Seconds likewise
   */
  public record Reached(long people, @Nullable Double medianSeconds, @Nullable Double p90Seconds) {}
}
