package dev.millrace.store.duckdb;

import dev.millrace.store.Buckets;
import dev.millrace.store.Buckets.Stretch;
import java.util.List;

/** SQL for the number of the bucket that a timestamp falls into: whole numbers only. */
final class TrendBuckets {
  private final String time;

  /**
   * @param time the column with the timestamp
   */
  TrendBuckets(String time) {
    this.time = time;
  }

  String sql(Buckets buckets) {
    return sql(buckets.stretches());
  }

  /** Halves the stretches until one is left, so that many cost few comparisons. */
  private String sql(List<Stretch> stretches) {
    if (stretches.size() == 1) {
      return sql(stretches.getFirst());
    }
    int middle = stretches.size() / 2;
    return "case when "
        + time
        + " < make_timestamp("
        + stretches.get(middle).from()
        + "::bigint) then "
        + sql(stretches.subList(0, middle))
        + " else "
        + sql(stretches.subList(middle, stretches.size()))
        + " end";
  }

  private String sql(Stretch stretch) {
    if (stretch.isOneBucket()) {
      return stretch.firstBucket() + "::bigint";
    }
    String fromBase = "(epoch_us(" + time + ") - (" + stretch.base() + ")) // " + stretch.width();
    return stretch.firstBucket() == 0 ? fromBase : fromBase + " + " + stretch.firstBucket();
  }
}
