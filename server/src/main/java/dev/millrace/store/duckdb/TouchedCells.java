package dev.millrace.store.duckdb;

import dev.millrace.store.Every;
import dev.millrace.store.Trend;
import dev.millrace.store.duckdb.FileChanges.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Cells of a view that some events are in, by quarter of an hour. The engine knows them by a hash,
 * of an event's key as of a row's: where another cell has the same one, it is counted and replaced
 * with them.
 */
final class TouchedCells {
  private final Set<ViewKey> keys = new HashSet<>();
  private final Set<Long> hashes = new TreeSet<>();

  /** The hash of a key's columns, in the engine's SQL: project, microseconds, and values. */
  static String hash(List<String> columns) {
    return "(hash(" + String.join(", ", columns) + ") >> 1)::bigint";
  }

  void add(ViewKey key, long hash) {
    keys.add(key);
    hashes.add(hash);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  boolean contains(ViewKey key) {
    return keys.contains(key);
  }

  Set<Long> buckets() {
    return keys.stream().map(ViewKey::bucket).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether an event or a row is of these cells, in the engine's SQL. */
  String have(List<String> columns) {
    return hash(columns)
        + hashes.stream().map(String::valueOf).collect(Collectors.joining(", ", " in (", ")"));
  }

  /** Whether an event is of a time near these cells; the engine prunes by it. */
  String areNear() {
    List<Span> spans = new ArrayList<>();
    for (long bucket : buckets()) {
      long from = bucket;
      // Each row is tested for every span: few are better than narrow ones.
      if (!spans.isEmpty() && bucket - spans.getLast().to() <= Every.HOUR.micros()) {
        from = spans.removeLast().from();
      }
      spans.add(new Span(from, bucket + Trend.GRAIN));
    }
    return spans.stream()
        .map(span -> Sql.between("time", span.from(), span.to()))
        .collect(Collectors.joining(" or ", "(", ")"));
  }
}
