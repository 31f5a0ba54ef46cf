package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
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

  static Trend plan(Asking asking, TrendPlanner planner, TrendQuestion question, Period period) {
    return planner.plan(asking.project(), question, period, asking.where(question.basis()));
  }

  /** Where a group has no events, counts and sums are 0 and anything else is null. */
  static @Nullable Number nothing(Measure measure) {
    return switch (measure) {
      case Measure.Count _, Measure.People _, Measure.Distinct _, Measure.PerUser _ -> 0L;
      case Measure.Aggregate aggregate -> aggregate.function() == Measure.Function.SUM ? 0L : null;
    };
  }
}
