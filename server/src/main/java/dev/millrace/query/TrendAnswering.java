package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import dev.millrace.store.Measure;
import dev.millrace.store.Newcomers;
import dev.millrace.store.Property;
import dev.millrace.store.Selection;
import dev.millrace.store.Trend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers trends. */
final class TrendAnswering {
  private final Asking asking;
  private final TrendQuestion question;
  private final TrendPlanner planner;
  private final Period period;
  private final Reads reads = new Reads();

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
    Answer answer = reads.run(asking, trend);
    Grid grid = refined(trend, answer);
    List<Answer.Group> kept = kept(answer);
    boolean nothing = !question.by().isEmpty() && kept.isEmpty();
    if (question.refinement().compare() && !nothing) {
      Trend before = planner.before(question, trend, period.before(question.basis()), kept);
      grid = beside(grid, refined(before, reads.run(asking, before)));
    }
    for (Formula formula : question.refinement().formulas()) {
      Grid measured = grid;
      grid =
          measured.with(
              formula.text(),
              (bucket, group) -> formula.value().of(measured.cells().get(bucket).get(group)));
    }
    return reads.found(grid.header(), grid.rows(), period, Grid.hasRest(grid.groups()));
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
        reads.run(
            asking,
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
    int[] pairs = pairs(now.buckets(), before.buckets());
    Grid both = now;
    for (int column = 0; column < before.columns().size(); column++) {
      int index = column;
      Number nothing = nothing(question.measures().get(column));
      both =
          both.with(
              "previous(" + before.columns().get(column) + ")",
              (bucket, group) -> {
                int place = before.indexOf(now.groups().get(group));
                return pairs[bucket] < 0
                    ? null
                    : place < 0 ? nothing : before.cells().get(pairs[bucket]).get(place).get(index);
              });
    }
    return both;
  }

  /**
   * The bucket of the period before that belongs to each bucket of now, -1 for none. Buckets of a
   * part of a day belong together when the clock on the wall shows the same, counted from the start
   * of the period, and where it shows that twice, the first to the first and the second to the
   * second.
   */
  private static int[] pairs(Buckets now, Buckets before) {
    Map<List<Long>, Integer> shown = new HashMap<>();
    List<List<Long>> places = shown(before);
    for (int bucket = 0; bucket < places.size(); bucket++) {
      shown.put(places.get(bucket), bucket);
    }
    return shown(now).stream().mapToInt(place -> shown.getOrDefault(place, -1)).toArray();
  }

  /** What the clock shows at each bucket, in widths from the first, and the how many-eth time. */
  private static List<List<Long>> shown(Buckets buckets) {
    long width = buckets.every().micros();
    boolean partOfDay = buckets.every() != Every.NONE && width < Every.DAY.micros();
    Map<Long, Long> times = new HashMap<>();
    List<List<Long>> shown = new ArrayList<>();
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      long place =
          partOfDay
              ? Math.floorDiv(local(buckets, bucket), width)
                  - Math.floorDiv(local(buckets, 0), width)
              : bucket;
      shown.add(List.of(place, times.merge(place, 1L, Long::sum)));
    }
    return shown;
  }

  private static long local(Buckets buckets, int bucket) {
    Instant start = Times.instant(buckets.start(bucket));
    return buckets.start(bucket)
        + buckets.zone().getRules().getOffset(start).getTotalSeconds() * 1_000_000L;
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
