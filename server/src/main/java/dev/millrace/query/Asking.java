package dev.millrace.query;

import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventStore;
import dev.millrace.store.Filter;
import dev.millrace.store.Plan;
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

  Filter where(Basis basis) {
    return resolved(basis.where(), basis.timezone());
  }
}
