package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers trends. */
final class TrendAnswering {
  private final Asking asking;
  private final TrendQuestion question;
  private final TrendPlanner planner;
  private final Period period;

  private TrendAnswering(Asking asking, TrendQuestion question) {
    this.asking = asking;
    this.question = question;
    this.planner = new TrendPlanner(asking.config().maxRows());
    this.period = Period.of(question.basis(), asking.now());
  }

  static Found answer(Asking asking, TrendQuestion question) {
    return new TrendAnswering(asking, question).answer();
  }

  private Found answer() {
    Trend trend = plan(asking, planner, question, period);
    Answer answer = asking.run(trend);
    Grid grid = grid(trend, answer);
    return new Found(
        grid.header(),
        grid.rows(),
        period,
        trend.source().text(),
        answer.rowsScanned(),
        answer.relativeError(),
        null);
  }

  static Grid grid(Trend trend, Answer answer) {
    return Grid.of(
        trend.buckets(),
        trend.by().stream().map(Property::text).toList(),
        trend.measures().stream().map(Measure::text).toList(),
        trend.measures().stream().<@Nullable Number>map(TrendAnswering::nothing).toList(),
        answer);
  }

  /** Estimates people only where the question allows it and exactness would take long. */
  static Trend plan(Asking asking, TrendPlanner planner, TrendQuestion question, Period period) {
    var filter = asking.where(question.basis());
    Boolean exact = question.basis().exact();
    Trend trend =
        planner.plan(asking.project(), question, period, filter, Boolean.TRUE.equals(exact));
    if (exact != null || trend.source() == Trend.Source.EVENTS || !trend.asksForPeople()) {
      return trend;
    }
    long events =
        asking.run(TrendPlanner.size(trend)).rows().stream()
            .map(row -> row.measures().getFirst())
            .filter(Objects::nonNull)
            .mapToLong(Number::longValue)
            .sum();
    return events <= asking.config().exactUpTo()
        ? planner.plan(asking.project(), question, period, filter, true)
        : trend;
  }

  /** Where a group has no events, counts and sums are 0 and anything else is null. */
  static @Nullable Number nothing(Measure measure) {
    return switch (measure) {
      case Measure.Count _, Measure.People _, Measure.Distinct _, Measure.PerUser _ -> 0L;
      case Measure.Aggregate aggregate -> aggregate.function() == Measure.Function.SUM ? 0L : null;
    };
  }
}
