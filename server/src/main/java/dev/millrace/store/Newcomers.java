package dev.millrace.store;

import java.util.List;

/**
 * How many people are seen for the first time in the range, bucket by bucket and for each group by
 * itself; the only measure of the answer. Together they are all people.
 *
 * @param groups those to tell apart, all others being one; none without a breakdown
 */
public record Newcomers(
    Selection selection, Buckets buckets, List<Property> by, List<Answer.Group> groups)
    implements Plan<Answer> {

  public Newcomers {
    by = List.copyOf(by);
    groups = List.copyOf(groups);
  }

  @Override
  public Class<Answer> answerType() {
    return Answer.class;
  }
}
