package dev.millrace.store;

import java.util.List;

/**
 * What becomes of people from bucket to bucket.
 *
 * @param buckets of which the first only serves for comparison
 */
public record Lifecycle(Selection selection, Trend.Source source, Buckets buckets)
    implements Plan<Lifecycle.Stages> {

  @Override
  public Class<Stages> answerType() {
    return Stages.class;
  }

  /**
   * @param buckets one for each bucket but the first
   * @param rowsScanned rows of the source that the engine read
   */
  public record Stages(List<Stage> buckets, long rowsScanned) {}

  /**
   * @param newcomers active for the first time ever
   * @param returning active in the bucket before too
   * @param resurrecting active before, but not in the bucket before
   * @param dormant active in the bucket before, but not in this
   */
  public record Stage(long newcomers, long returning, long resurrecting, long dormant) {}
}
