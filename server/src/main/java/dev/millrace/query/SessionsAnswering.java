package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Property;
import dev.millrace.store.Sessions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about visits. */
final class SessionsAnswering {
  private static final List<String> COLUMNS =
      List.of(
          "sessions",
          "people",
          "events_per_session",
          "average_seconds",
          "median_seconds",
          "bounce_rate");
  private static final List<@Nullable Number> NOTHING =
      Arrays.asList(0L, 0L, null, null, null, null);

  private SessionsAnswering() {}

  static Found answer(Asking asking, SessionsQuestion question) {
    Period period = Period.of(question.basis(), asking.now());
    int groups = question.by().isEmpty() ? 1 : question.limit() + 1;
    Buckets buckets = asking.buckets(question.every(), period, groups);
    Answer answer =
        asking.run(
            new Sessions(
                asking.selection(question.basis()),
                buckets,
                question.gap().toNanos() / 1_000,
                question.by(),
                question.limit()));
    Grid grid =
        Grid.of(
            buckets, question.by().stream().map(Property::text).toList(), COLUMNS, NOTHING, answer);
    return Found.exact(grid.header(), grid.rows(), period, answer.rowsScanned())
        .ofGroups(answer.groups());
  }
}
