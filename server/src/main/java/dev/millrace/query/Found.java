package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Trend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found for a question, as the table that clients get and what only its kind knows about
 * where it comes from.
 *
 * @param period as it was read, which may be wider than asked where a kind needs whole buckets
 * @param source what was read: {@code events}, a view's name, or {@code NAME+events}
 * @param rowsScanned rows of it that the engine read
 * @param relativeError the standard error of estimates, 0 if there are none
 * @param nextCursor what gets the rows after these, null if there are none
 * @param rest whether the last of the groups is what the limit has left over
 */
record Found(
    List<String> columns,
    List<List<@Nullable Object>> rows,
    Period period,
    String source,
    long rowsScanned,
    double relativeError,
    @Nullable String nextCursor,
    boolean rest) {

  /** An exact and whole answer. */
  static Found exact(
      List<String> columns,
      List<List<@Nullable Object>> rows,
      Period period,
      Trend.Source source,
      long rowsScanned) {
    return new Found(columns, rows, period, source.text(), rowsScanned, 0, null, false);
  }

  /** An exact and whole answer from events. */
  static Found exact(
      List<String> columns, List<List<@Nullable Object>> rows, Period period, long rowsScanned) {
    return new Found(columns, rows, period, "events", rowsScanned, 0, null, false);
  }

  /** The same about these groups. */
  Found ofGroups(List<Answer.Group> groups) {
    return new Found(
        columns,
        rows,
        period,
        source,
        rowsScanned,
        relativeError,
        nextCursor,
        Grid.hasRest(groups));
  }
}
