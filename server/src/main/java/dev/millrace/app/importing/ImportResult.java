package dev.millrace.app.importing;

import dev.millrace.event.Positions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What became of a file.
 *
 * @param positions up to where the log has the accepted events
 * @param refused counts and first examples, by code
 */
public record ImportResult(
    long lines,
    long accepted,
    Map<String, RefusedLines> refused,
    Positions positions,
    Duration elapsed) {

  public ImportResult {
    refused = Map.copyOf(refused);
  }

  public long refusedCount() {
    return refused.values().stream().mapToLong(RefusedLines::count).sum();
  }

  /** Lines that were refused with one code. */
  public record RefusedLines(long count, List<Example> examples) {
    public RefusedLines {
      examples = List.copyOf(examples);
    }
  }

  public record Example(long line, String message) {}
}
