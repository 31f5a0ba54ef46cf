package dev.millrace.query;

import dev.millrace.store.Paths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers from which event people go to which. */
final class PathsAnswering {
  private static final List<String> COLUMNS =
      List.of("step", "source", "target", "count", "people");

  private PathsAnswering() {}

  static Found answer(Asking asking, PathsQuestion question) {
    Period period = Period.of(question.basis(), asking.now());
    Paths.Edges found =
        asking.run(
            new Paths(
                asking.selection(question.basis()),
                period.from(),
                period.to(),
                question.start(),
                question.end(),
                question.steps(),
                question.within().toNanos() / 1_000,
                question.repeats(),
                question.minCount(),
                question.limit()));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Paths.Edge edge : found.edges()) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add((long) edge.step());
      row.add(edge.source());
      row.add(edge.target());
      row.add(edge.count());
      row.add(edge.people());
      rows.add(row);
    }
    return Found.exact(COLUMNS, rows, period, found.rowsScanned());
  }
}
