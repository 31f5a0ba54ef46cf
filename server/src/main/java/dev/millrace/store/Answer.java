package dev.millrace.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine found: only the groups that have events, in no order that matters.
 *
 * @param rowsScanned rows of events or of a view that the engine read, as far as it tells; else 0
 * @param relativeError the standard error of approximate measures, 0 when all are exact
 */
public record Answer(List<Row> rows, long rowsScanned, double relativeError) {

  /**
   * @param bucket start of the bucket in microseconds UTC, 0 when there are no buckets
   * @param by the values of the breakdown's properties as text; null where the property is not set
   * @param measures a Long, a Double, or null where there was nothing to measure
   */
  public record Row(long bucket, List<@Nullable String> by, List<@Nullable Number> measures) {}
}
