package dev.millrace.store;

import java.util.List;

/**
 * How many people come back. Who does the first step in a bucket is of its cohort; period 0 is the
 * same bucket, period 1 the next. It only matters whether someone did a step in a bucket, not when.
 *
 * @param source a view only without a breakdown
 * @param buckets the cohorts, and after them as many buckets as their periods need and as have
 *     begun
 * @param to end of the first steps, exclusive: cohorts are the buckets that begin before it
 * @param until end of the returns, exclusive: that of the buckets, or later if {@code rolling}
 * @param firstTime whether a person is only of the cohort in which they did the first step for the
 *     first time ever, else of each in which they did it
 * @param rolling whether a person has come back in a period when they did so then or later
 * @param periods how many periods to follow, with period 0
 * @param by properties of the first step's event. A person is of each group that they have one in;
 *     with {@code firstTime} of one only
 * @param limit how many groups to keep, those with most people; the others are one
 */
public record Retention(
    Selection selection,
    Trend.Source source,
    Buckets buckets,
    long to,
    long until,
    Step first,
    Step returning,
    boolean firstTime,
    boolean rolling,
    int periods,
    List<Property> by,
    int limit)
    implements Plan<Retention.Cohorts> {

  public Retention {
    by = List.copyOf(by);
  }

  @Override
  public Class<Cohorts> answerType() {
    return Cohorts.class;
  }

  /**
   * @param groups largest first, the rest last; without a breakdown one without values
   * @param cohorts those that have people, in no order that matters
   * @param rowsScanned rows of the source that the engine read
   */
  public record Cohorts(List<Answer.Group> groups, List<Cohort> cohorts, long rowsScanned) {}

  /**
   * @param group index into the groups
   * @param bucket index into the buckets
   * @param size how many people there are
   * @param people how many of them have come back, by period
   */
  public record Cohort(int group, int bucket, long size, List<Long> people) {
    public Cohort {
      people = List.copyOf(people);
    }
  }
}
