package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Measure;
import dev.millrace.store.Newcomers;
import dev.millrace.store.Property;
import dev.millrace.store.Selection;
import dev.millrace.store.Trend;
import java.util.List;
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
    this.planner = new TrendPlanner(asking);
    this.period = Period.of(question.basis(), asking.now());
  }

  static Found answer(Asking asking, TrendQuestion question) {
    return new TrendAnswering(asking, question).answer();
  }

  private Found answer() {
    Trend trend = plan(asking, planner, question, period);
    Answer answer = asking.run(trend);
    Grid grid = refined(trend, answer);
    List<Answer.Group> kept = kept(answer);
    boolean nothing = !question.by().isEmpty() && kept.isEmpty();
    if (question.refinement().compare() && !nothing) {
      Trend before = planner.before(question, trend, period.before(), kept);
      grid = beside(grid, refined(before, asking.run(before)));
    }
    for (Formula formula : question.refinement().formulas()) {
      Grid measured = grid;
      grid =
          measured.with(
              formula.text(),
              (bucket, group) -> formula.value().of(measured.cells().get(bucket).get(group)));
    }
    return new Found(
        grid.header(),
        grid.rows(),
        period,
        trend.source().text(),
        answer.rowsScanned(),
        answer.relativeError(),
        null);
  }

  private Grid refined(Trend trend, Answer answer) {
    Refinement refinement = question.refinement();
    Grid grid = grid(trend, answer);
    for (int column = 0; column < trend.measures().size(); column++) {
      if (refinement.average() > 1) {
        grid = Running.averages(grid, column, refinement.average());
      }
      if (refinement.cumulative()) {
        grid =
            switch (trend.measures().get(column)) {
              case Measure.Count _ -> Running.totals(grid, column);
              case Measure.Aggregate(_, Measure.Function function, _)
                  when function == Measure.Function.SUM ->
                  Running.totals(grid, column);
              case Measure.People _ ->
                  Running.totals(newcomers(trend, answer, grid, column), column);
              default -> grid;
            };
      }
    }
    return grid;
  }

  /** With only those people in each bucket who were not in an earlier one. */
  private Grid newcomers(Trend trend, Answer answer, Grid grid, int column) {
    List<Answer.Group> kept = trend.groups().isEmpty() ? kept(answer) : trend.groups();
    Answer found =
        asking.run(
            new Newcomers(
                new Selection(trend.project(), trend.events(), trend.filter()),
                trend.buckets(),
                trend.by(),
                kept));
    Grid people = Grid.of(trend.buckets(), grid.by(), List.of("people"), List.of(0L), found);
    return grid.with(
        column,
        (bucket, group) -> {
          int index = people.indexOf(grid.groups().get(group));
          return index < 0 ? 0L : people.cells().get(bucket).get(index).getFirst();
        });
  }

  /** Puts the numbers of the period before beside those of the same group and bucket. */
  private Grid beside(Grid now, Grid before) {
    Grid both = now;
    for (int column = 0; column < before.columns().size(); column++) {
      int index = column;
      Number nothing = nothing(question.measures().get(column));
      both =
          both.with(
              "previous(" + before.columns().get(column) + ")",
              (bucket, group) -> {
                int place = before.indexOf(now.groups().get(group));
                return bucket >= before.buckets().size()
                    ? null
                    : place < 0 ? nothing : before.cells().get(bucket).get(place).get(index);
              });
    }
    return both;
  }

  /** The groups that the limit has left; none without a breakdown. */
  private List<Answer.Group> kept(Answer answer) {
    return question.by().isEmpty()
        ? List.of()
        : answer.groups().stream().filter(group -> !group.rest()).toList();
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
    return planner.plan(question, period, asking.where(question.basis()));
  }

  /** Where a group has no events, counts and sums are 0 and anything else is null. */
  static @Nullable Number nothing(Measure measure) {
    return switch (measure) {
      case Measure.Count _, Measure.People _, Measure.Distinct _, Measure.PerUser _ -> 0L;
      case Measure.Aggregate aggregate -> aggregate.function() == Measure.Function.SUM ? 0L : null;
    };
  }
}
