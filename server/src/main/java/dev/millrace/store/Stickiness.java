package dev.millrace.store;

import java.util.List;

/**
 * In how many buckets people are active.
 *
 * @param source a view only without a breakdown
 * @param by properties to break down by: a person counts in each group by the buckets in which they
 *     are active in it
 * @param limit how many groups to keep, those with most people; the others are one
 */
public record Stickiness(
    Selection selection, Trend.Source source, Buckets buckets, List<Property> by, int limit)
    implements Plan<Stickiness.Days> {

  public Stickiness {
    by = List.copyOf(by);
  }

  @Override
  public Class<Days> answerType() {
    return Days.class;
  }

  /**
   * @param groups largest first, the rest last; without a breakdown one without values
   * @param people for each group, the number of people active in 1, 2, … buckets
   * @param rowsScanned rows of the source that the engine read
   */
  public record Days(List<Answer.Group> groups, List<List<Long>> people, long rowsScanned) {}
}
