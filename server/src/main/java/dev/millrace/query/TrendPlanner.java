package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Trend;
import dev.millrace.store.Trend.Source;
import dev.millrace.store.ViewStatus;
import java.util.Comparator;
import java.util.List;

/** Turns a trend and the period that it is about into a plan. Pure. */
final class TrendPlanner {
  /** Buckets that a chart shows well. */
  private static final int FEW = 30;

  private static final int MANY = 200;

  private static final List<Every> COARSE_FIRST =
      List.of(
          Every.MONTH,
          Every.WEEK,
          Every.DAY,
          Every.HOUR,
          Every.QUARTER_HOUR,
          Every.MINUTE,
          Every.SECOND);

  private final Asking asking;

  TrendPlanner(Asking asking) {
    this.asking = asking;
  }

  /**
   * @param filter with its moments resolved
   */
  Trend plan(TrendQuestion question, Period period, Filter filter) {
    Every every = question.every() == null ? chosen(period.from(), period.to()) : question.every();
    int groups = question.by().isEmpty() ? 1 : question.limit() + 1;
    Buckets buckets = asking.buckets(every, period, groups);
    return new Trend(
        asking.project(),
        source(question, buckets),
        buckets,
        question.basis().events(),
        filter,
        question.by(),
        question.limit(),
        List.of(),
        question.measures());
  }

  /** The same plan for the period before and the groups that were found. */
  Trend before(TrendQuestion question, Trend trend, Period before, List<Answer.Group> groups) {
    Buckets buckets =
        Buckets.of(trend.buckets().every(), before.zone(), before.from(), before.to());
    return trend.with(source(question, buckets), buckets, groups);
  }

  /** The width that gives 30 to 200 buckets, or as near to that as there is; coarse rather. */
  static Every chosen(long from, long to) {
    Every best = Every.MONTH;
    double smallest = Double.MAX_VALUE;
    for (Every every : COARSE_FIRST) {
      double count = (double) (to - from) / every.micros();
      double miss = Math.max(Math.max(FEW / count, count / MANY), 1);
      if (miss < smallest) {
        smallest = miss;
        best = every;
      }
    }
    return best;
  }

  /** The view with the fewest dimensions of those that cover the question, else the events. */
  private Source source(TrendQuestion question, Buckets buckets) {
    long innerFrom = Trend.innerFrom(buckets.from());
    long innerTo = Trend.innerTo(buckets.to());
    if (question.basis().source() == Basis.Source.EVENTS
        || !buckets.consistOf(Trend.GRAIN)
        || innerFrom >= innerTo) {
      return new Source.Events();
    }
    boolean edges = innerFrom != buckets.from() || innerTo != buckets.to();
    return asking.store().views().stream()
        .filter(status -> status.state() == ViewStatus.State.READY)
        .map(ViewStatus::view)
        .filter(view -> ViewCoverage.covers(view, question))
        .min(Comparator.comparingInt(view -> view.by().size()))
        .<Source>map(view -> new Source.Rows(view, edges))
        .orElseGet(Source.Events::new);
  }
}
