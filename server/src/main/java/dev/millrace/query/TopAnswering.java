package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Every;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers for the largest groups: a trend of one bucket, the same for the period before and the
 * groups that were found, and where groups do not add up, one for the whole.
 */
final class TopAnswering {
  private final Asking asking;
  private final TopQuestion question;
  private final Reads reads = new Reads();

  private TopAnswering(Asking asking, TopQuestion question) {
    this.asking = asking;
    this.question = question;
  }

  static Found answer(Asking asking, TopQuestion question) {
    return new TopAnswering(asking, question).answer();
  }

  private Found answer() {
    TrendPlanner planner = new TrendPlanner(asking);
    TrendQuestion trendQuestion =
        new TrendQuestion(
            question.measures(), question.by(), question.limit(), Every.NONE, question.basis());
    Period period = Period.of(question.basis(), asking.now());
    Trend trend = TrendAnswering.plan(asking, planner, trendQuestion, period);
    Answer now = reads.run(asking, trend);
    List<Answer.Group> kept = now.groups().stream().filter(group -> !group.rest()).toList();
    Map<Answer.Group, Number> before = Map.of();
    if (!kept.isEmpty()) {
      Period earlier = period.before(question.basis());
      before = firsts(reads.run(asking, planner.before(trendQuestion, trend, earlier, kept)));
    }
    Number total = total(planner, trendQuestion, trend, period, now);

    List<List<@Nullable Object>> rows = new ArrayList<>();
    Grid grid = TrendAnswering.grid(trend, now);
    for (int i = 0; i < grid.groups().size(); i++) {
      Answer.Group group = grid.groups().get(i);
      if (group.rest() && !question.other()) {
        continue;
      }
      List<@Nullable Number> measured = grid.cells().getFirst().get(i);
      List<@Nullable Object> row = Grid.values(group);
      row.addAll(measured);
      row.add(Ratio.of(measured.getFirst(), total));
      Number previous = previous(before, group);
      row.add(previous);
      row.add(change(measured.getFirst(), previous));
      rows.add(row);
    }
    return reads.found(columns(), rows, period, question.other() && Grid.hasRest(now.groups()));
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    question.by().stream().map(Property::text).forEach(columns::add);
    question.measures().stream().map(Measure::text).forEach(columns::add);
    columns.addAll(List.of("share", "previous", "change"));
    return columns;
  }

  /** The first measure over all groups together; null if it has no parts. */
  private @Nullable Number total(
      TrendPlanner planner, TrendQuestion trendQuestion, Trend trend, Period period, Answer now) {
    Measure first = question.measures().getFirst();
    return switch (first) {
      case Measure.Count _ -> sum(now);
      case Measure.Aggregate aggregate ->
          aggregate.function() == Measure.Function.SUM ? sum(now) : null;
      case Measure.PerUser _ -> null;
      case Measure.People _, Measure.Distinct _ -> {
        TrendQuestion whole =
            new TrendQuestion(List.of(first), List.of(), 1, Every.NONE, trendQuestion.basis());
        Answer answer = reads.run(asking, planner.plan(whole, period, trend.filter()));
        yield answer.rows().isEmpty() ? null : answer.rows().getFirst().measures().getFirst();
      }
    };
  }

  private static Number sum(Answer answer) {
    double sum = 0;
    for (Answer.Row row : answer.rows()) {
      Number value = row.measures().getFirst();
      sum += value == null ? 0 : value.doubleValue();
    }
    return sum;
  }

  /** The first measure of each group. */
  private static Map<Answer.Group, Number> firsts(Answer answer) {
    Map<Answer.Group, Number> firsts = new HashMap<>();
    for (Answer.Row row : answer.rows()) {
      Number value = row.measures().getFirst();
      Answer.Group group = answer.groups().get(row.group());
      if (value != null) {
        firsts.put(key(group), value);
      }
    }
    return firsts;
  }

  private @Nullable Number previous(Map<Answer.Group, Number> before, Answer.Group group) {
    Number value = before.get(key(group));
    return value == null ? TrendAnswering.nothing(question.measures().getFirst()) : value;
  }

  /** All groups that are not kept are one. */
  private static Answer.Group key(Answer.Group group) {
    return group.rest() ? new Answer.Group(List.of(), true) : group;
  }

  private static @Nullable Double change(@Nullable Number now, @Nullable Number previous) {
    return now == null || previous == null
        ? null
        : Ratio.of(now.doubleValue() - previous.doubleValue(), previous);
  }
}
