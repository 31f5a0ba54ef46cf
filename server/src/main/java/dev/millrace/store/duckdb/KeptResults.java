package dev.millrace.store.duckdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.store.duckdb.FileChanges.Span;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What statements over the file alone have found, as long as the file stays as it is: between two
 * flushes the charts of a dashboard ask the same of it again and again.
 */
final class KeptResults {
  private static final int MARK_BYTES = 20;
  private static final int KEY_BYTES = 200;
  private static final int VALUE_BYTES = 40;
  private static final long NEVER = -1;

  private final Cache<Asked, Kept> results;
  private final FileChanges changes;

  private record Asked(String sql, List<Object> values) {
    int bytes() {
      return KEY_BYTES + sql.length() + VALUE_BYTES * values.size();
    }
  }

  private record Kept(long change, Result result) {}

  /** What is kept; not changed by whoever gets it. */
  interface Result {
    /** What it takes of the heap, about. */
    int bytes();

    /** Whether it is still to be had when the file has changed. */
    default boolean outlivesChanges() {
      return false;
    }

    /** The time of the events that it is of; a change of events of other times leaves it. */
    default Span times() {
      return Span.ALWAYS;
    }
  }

  /** Stands for what was asked for once. */
  private enum Mark implements Result {
    ASKED;

    @Override
    public int bytes() {
      return MARK_BYTES;
    }
  }

  /** Asks the engine. */
  @FunctionalInterface
  interface Asking<T extends Result> {
    T ask() throws SQLException;
  }

  /**
   * @param bytes of memory, about, beyond which the results that are asked for least leave
   */
  KeptResults(long bytes, FileChanges changes) {
    this.changes = changes;
    this.results =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Asked asked, Kept kept) -> asked.bytes() + kept.result.bytes())
            .executor(Runnable::run)
            .build();
  }

  /**
   * The result of a statement.
   *
   * @param change the number of the last change of the file that the transaction sees
   * @param type of what this statement's result is always made into
   */
  <T extends Result> T get(
      long change, String sql, TrendValues values, Class<T> type, Asking<T> asking)
      throws SQLException {
    Asked asked = new Asked(sql, values.all());
    Kept kept = results.getIfPresent(asked);
    if (kept != null && isStill(kept, change)) {
      return type.cast(kept.result);
    }
    T result = asking.ask();
    results.put(asked, new Kept(change, result));
    return result;
  }

  private boolean isStill(Kept kept, long change) {
    Result result = kept.result;
    return kept.change == change
        || result.outlivesChanges()
        || (!result.times().equals(Span.ALWAYS)
            && Layout.EVENTS.stream()
                .allMatch(table -> changes.leave(result.times(), kept.change, change, table)));
  }

  /** As above if it is not the first time that this is asked for, else null. */
  <T extends Result> @Nullable T getAgain(
      long change, String sql, TrendValues values, Class<T> type, Asking<T> asking)
      throws SQLException {
    Asked asked = new Asked(sql, values.all());
    if (results.getIfPresent(asked) == null) {
      results.put(asked, new Kept(NEVER, Mark.ASKED));
      return null;
    }
    return get(change, sql, values, type, asking);
  }
}
