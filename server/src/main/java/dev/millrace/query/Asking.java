package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.metrics.Metrics;
import dev.millrace.store.Buckets;
import dev.millrace.store.EventStore;
import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Plan;
import dev.millrace.store.Selection;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A question being asked: for which project, at what moment, and what answers it. */
record Asking(EventStore store, QueryConfig config, Metrics metrics, String project, Instant now) {

  <A> A run(Plan<A> plan) {
    long started = System.nanoTime();
    A answer = store.answer(plan, config.timeLimit());
    metrics.took(QueryEngine.STAGE, "run", System.nanoTime() - started);
    return answer;
  }

  /** The filter with its moments as microseconds. */
  Filter resolved(Filter filter, ZoneId zone) {
    return switch (filter) {
      case Filter.All(List<Filter> filters) ->
          new Filter.All(filters.stream().map(each -> resolved(each, zone)).toList());
      case Filter.Any(List<Filter> filters) ->
          new Filter.Any(filters.stream().map(each -> resolved(each, zone)).toList());
      case Filter.Test test -> {
        List<Object> values =
            test.values().stream()
                .map(value ->
                    value instanceof Moment moment
                        ? (Object) Period.micros("where", moment, now, zone)
                        : value)
                .toList();
        yield new Filter.Test(test.property(), test.operator(), values);
      }
    };
  }

  Selection selection(Basis basis) {
    return new Selection(project, basis.events(), where(basis));
  }

  /**
   * Cuts a period.
   *
   * @param groups for how many groups an answer has rows in each bucket
   */
  Buckets buckets(Every every, Period period, int groups) {
    long estimate = Buckets.estimate(every, period.from(), period.to());
    if (estimate > config.maxRows() / groups) {
      throw invalid(
          "every: "
              + every.text()
              + " gives "
              + estimate
              + " buckets"
              + (groups == 1 ? "" : " for each of up to " + groups + " groups")
              + ", more than the "
              + config.maxRows()
              + " rows that an answer may have",
          "ask for wider buckets, a shorter range, or a smaller limit");
    }
    return Buckets.of(every, period.zone(), period.from(), period.to());
  }

  Filter where(Basis basis) {
    return resolved(basis.where(), basis.timezone());
  }
}
