package dev.millrace.store.duckdb;

import dev.millrace.store.Trend;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A generation's events by project, name and quarter of an hour. Nothing is counted while events
 * are appended; whoever asks counts what has been added since somebody asked last.
 */
final class RecentActivity {
  private final Map<ActivityKey, ActivityCell> cells = new HashMap<>();
  private int counted;

  /** Visits the cells of at least the view's rows. No other visitor runs meanwhile. */
  synchronized void visit(Generation.View view, BiConsumer<ActivityKey, ActivityCell> visitor) {
    count(view);
    cells.forEach(visitor);
  }

  private void count(Generation.View view) {
    byte[] project = {};
    byte[] name = {};
    long bucket = Long.MIN_VALUE;
    ActivityCell cell = new ActivityCell();
    for (int row = counted; row < view.rows(); row++) {
      RecentChunk chunk = view.chunk(row / RecentChunk.ROWS);
      int index = row % RecentChunk.ROWS;
      long start = Math.floorDiv(chunk.times[index], Trend.GRAIN) * Trend.GRAIN;
      // A generation has one array for each text, so neighbours compare by identity.
      if (start != bucket || chunk.names[index] != name || chunk.projects[index] != project) {
        bucket = start;
        name = chunk.names[index];
        project = chunk.projects[index];
        ActivityKey key =
            new ActivityKey(RecentChunk.text(project), bucket, RecentChunk.text(name));
        cell = cells.computeIfAbsent(key, _ -> new ActivityCell());
      }
      cell.add(chunk.numbers[index]);
    }
    counted = Math.max(counted, view.rows());
  }
}
