package dev.millrace.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine found. Only what has events is in it: no rows for empty buckets, and without any
 * event no groups.
 *
 * @param groups the groups that were kept, largest by the first measure first, then the rest as one
 *     group if there is any. Without a breakdown the one group has no values
 * @param rows in no order that matters, at most one for each bucket and group
 * @param rowsScanned rows of events or of a view that the engine read, or whose sums it had kept
 * @param relativeError how far approximate measures are from the true ones, relative to them, at
 *     most or nearly always; 0 when all are exact
 */
public record Answer(List<Group> groups, List<Row> rows, long rowsScanned, double relativeError) {

  /**
   * Events with the same values.
   *
   * @param values of the breakdown's properties as text; null where the property is not set
   * @param rest whether this is what the limit left over, whose values mean nothing
   */
  public record Group(List<@Nullable String> values, boolean rest) {}

  /**
   * A group in a bucket.
   *
   * @param bucket as {@link Buckets} numbers them
   * @param group index into the groups
   * @param measures a Long, a Double, or null where there was nothing to measure
   */
  public record Row(int bucket, int group, List<@Nullable Number> measures) {}
}
