package dev.millrace.query;

import dev.millrace.store.Buckets;
import dev.millrace.store.Filter;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
import dev.millrace.store.ViewStatus;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Whether a view has all that a question asks for, apart from its times. Pure. */
final class ViewCoverage {
  private ViewCoverage() {}

  static boolean covers(View view, TrendQuestion question) {
    return coversEvents(view, question.basis().events())
        && view.by().containsAll(question.by())
        && coversFilter(view, question.basis().where())
        && question.measures().stream()
            .allMatch(measure ->
                coversMeasure(view, measure, Boolean.TRUE.equals(question.basis().exact())));
  }

  /**
   * Where sets of people are read from: a view of all events that tells names apart and has what
   * the filters test, unless there is a breakdown; else the events.
   */
  static Trend.Source ofPeople(
      Asking asking, Basis basis, Buckets buckets, List<Property> by, List<Filter> filters) {
    long innerFrom = Trend.innerFrom(buckets.from());
    long innerTo = Trend.innerTo(buckets.to());
    if (!by.isEmpty()
        || basis.source() == Basis.Source.EVENTS
        || !buckets.consistOf(Trend.GRAIN)
        || innerFrom >= innerTo) {
      return new Trend.Source.Events();
    }
    boolean edges = innerFrom != buckets.from() || innerTo != buckets.to();
    return asking.store().views().stream()
        .filter(status -> status.state() == ViewStatus.State.READY)
        .map(ViewStatus::view)
        .filter(view ->
            view.people()
                && view.events().isEmpty()
                && view.by().contains(Property.NAME)
                && filters.stream().allMatch(filter -> coversFilter(view, filter)))
        .min(Comparator.comparingInt(view -> view.by().size()))
        .<Trend.Source>map(view -> new Trend.Source.Rows(view, edges))
        .orElseGet(Trend.Source.Events::new);
  }

  /** Without the name among its properties, a view can only be asked about all of its events. */
  private static boolean coversEvents(View view, List<String> asked) {
    if (view.by().contains(Property.NAME)) {
      return view.events().isEmpty() || (!asked.isEmpty() && view.events().containsAll(asked));
    }
    return new HashSet<>(view.events()).equals(new HashSet<>(asked));
  }

  private static boolean coversFilter(View view, Filter filter) {
    return switch (filter) {
      case Filter.All(List<Filter> filters) ->
          filters.stream().allMatch(each -> coversFilter(view, each));
      case Filter.Any(List<Filter> filters) ->
          filters.stream().allMatch(each -> coversFilter(view, each));
      case Filter.Test test -> view.by().contains(test.property());
    };
  }

  private static boolean coversMeasure(View view, Measure measure, boolean exact) {
    return switch (measure) {
      case Measure.Count _ -> true;
      case Measure.People _, Measure.PerUser _ -> view.people();
      case Measure.Distinct distinct -> view.distinct().contains(distinct.property()) && !exact;
      case Measure.Aggregate aggregate ->
          view.numbers().stream()
              .anyMatch(numbers ->
                  numbers.property().equals(aggregate.property())
                      && (!aggregate.function().isQuantile() || (numbers.quantiles() && !exact)));
    };
  }
}
