package dev.millrace.store.duckdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.store.Filter;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.FileChanges.Span;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What whole buckets of the file's events come to, by what was asked of them. Events arrive about
 * as they happen, so a bucket that is over changes no more, but for what {@link FileChanges} tells.
 * Cells are shared: they are to be read only.
 */
final class KeptBuckets {
  /** Cells beyond which a question's buckets are not kept. */
  static final int MAX_CELLS = 20_000;

  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final int CELL_BYTES = 400;

  private final Cache<Question, Kept> questions;
  private final FileChanges changes;

  /**
   * What is asked of a table of events, whatever the range.
   *
   * @param asked events, groups, and what is to be added up
   */
  record Question(String table, String project, View asked, Filter filter) {}

  /** A group's events in a bucket. */
  record GroupCell(List<@Nullable String> group, ViewCell cell) {}

  /**
   * @param change that the buckets are of
   * @param bytes that they take, about
   */
  private record Kept(
      long change, Map<Span, List<GroupCell>> buckets, boolean tooMany, int bytes) {}

  /**
   * @param bytes of memory, about, beyond which what is asked for least leaves
   */
  KeptBuckets(long bytes, FileChanges changes) {
    this.changes = changes;
    this.questions =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Question _, Kept kept) -> kept.bytes)
            .executor(Runnable::run)
            .build();
  }

  /** Whether it is worth while: it was asked before, and does not come to too many cells. */
  boolean isWanted(Question question) {
    Kept kept = questions.getIfPresent(question);
    if (kept == null) {
      questions.put(question, new Kept(Long.MIN_VALUE, Map.of(), false, CELL_BYTES));
    }
    return kept != null && !kept.tooMany;
  }

  /** Those buckets that are as a transaction sees them; the map is the caller's. */
  Map<Span, List<GroupCell>> find(Question question, long change) {
    Kept kept = questions.getIfPresent(question);
    List<Span> touched = kept == null ? null : changes.between(kept.change, change, question.table);
    if (kept == null || touched == null) {
      return new HashMap<>();
    }
    Map<Span, List<GroupCell>> found = new HashMap<>(kept.buckets);
    if (!touched.isEmpty()) {
      found.keySet().removeIf(bucket -> touched.stream().anyMatch(bucket::overlaps));
    }
    return found;
  }

  /** Keeps these buckets, the latest first, in the place of others that are not newer. */
  void keep(Question question, long change, Map<Span, List<GroupCell>> buckets) {
    Kept before = questions.getIfPresent(question);
    if (before != null && before.change > change) {
      return;
    }
    Map<Span, List<GroupCell>> kept = new HashMap<>();
    int cells = 0;
    int bytes = CELL_BYTES;
    for (Span span :
        buckets.keySet().stream().sorted(Comparator.comparing(Span::from).reversed()).toList()) {
      List<GroupCell> bucket = Objects.requireNonNull(buckets.get(span));
      cells += bucket.size();
      for (GroupCell each : bucket) {
        bytes += CELL_BYTES + each.cell.bytes();
      }
      if (cells > MAX_CELLS || bytes > MAX_BYTES) {
        break;
      }
      kept.put(span, bucket);
      bytes += CELL_BYTES;
    }
    questions.put(question, new Kept(change, kept, false, bytes));
  }

  /** Has the question not asked here again. */
  void haveTooMany(Question question) {
    questions.put(question, new Kept(Long.MIN_VALUE, Map.of(), true, CELL_BYTES));
  }
}
