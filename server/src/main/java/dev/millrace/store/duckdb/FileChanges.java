package dev.millrace.store.duckdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which times the latest changes of the file's events have touched, so that what was found of other
 * times need not be read again. A change is noted before it is committed: whoever sees it in the
 * file finds it here.
 */
final class FileChanges {
  private static final int MAX_NOTED = 1_024;

  private final Deque<Touched> noted = new ArrayDeque<>();

  /** Changes up to this one are not known any more. */
  private long forgotten = Long.MIN_VALUE;

  /** A stretch of time, microseconds: from the first to before the second. */
  record Span(long from, long to) {
    static final Span ALWAYS = new Span(Long.MIN_VALUE, Long.MAX_VALUE);
    static final Span NEVER = new Span(Long.MAX_VALUE, Long.MIN_VALUE);

    boolean overlaps(Span other) {
      return from < other.to && other.from < to;
    }
  }

  private record Touched(long change, String table, Span times) {}

  /**
   * @param change its number; one that was not committed may come again
   * @param table of {@link Layout#EVENTS}
   */
  synchronized void note(long change, String table, Span times) {
    noted.add(new Touched(change, table, times));
    if (noted.size() > MAX_NOTED) {
      forgotten = noted.remove().change;
    }
  }

  /**
   * The times in a table that changes after the first, up to the second, have touched; null if that
   * is not known.
   */
  synchronized @Nullable List<Span> between(long first, long second, String table) {
    if (first < forgotten || first > second) {
      return null;
    }
    List<Span> found = new ArrayList<>();
    for (Touched each : noted) {
      if (each.change > first && each.change <= second && each.table.equals(table)) {
        found.add(each.times);
      }
    }
    return found;
  }

  /** Whether these changes are known not to have touched the times. */
  boolean leave(Span times, long first, long second, String table) {
    List<Span> touched = between(first, second, table);
    return touched != null && touched.stream().noneMatch(times::overlaps);
  }
}
