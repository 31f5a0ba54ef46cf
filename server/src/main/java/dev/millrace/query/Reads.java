package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Newcomers;
import dev.millrace.store.Trend;
import dev.millrace.store.Trend.Source;
import dev.millrace.store.View;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the plans that one answer needs, and tells what was read for them together. */
final class Reads {
  private final TreeSet<String> views = new TreeSet<>();
  private boolean events;
  private long rows;
  private double relativeError;

  Answer run(Asking asking, Trend trend) {
    switch (trend.source()) {
      case Source.Events() -> events = true;
      case Source.Rows(View view, boolean edges) -> {
        views.add(view.name());
        events |= edges;
      }
    }
    return added(asking.run(trend));
  }

  Answer run(Asking asking, Newcomers newcomers) {
    events = true;
    return added(asking.run(newcomers));
  }

  private Answer added(Answer answer) {
    rows += answer.rowsScanned();
    relativeError = Math.max(relativeError, answer.relativeError());
    return answer;
  }

  Found found(
      List<String> columns, List<List<@Nullable Object>> table, Period period, boolean rest) {
    List<String> sources =
        Stream.concat(views.stream(), Stream.of("events").filter(_ -> events)).toList();
    return new Found(
        columns, table, period, String.join("+", sources), rows, relativeError, null, rest);
  }
}
