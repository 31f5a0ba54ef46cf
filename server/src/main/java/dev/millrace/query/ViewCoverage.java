package dev.millrace.query;

import dev.millrace.store.Filter;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.View;
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
      case Measure.Distinct _ -> false;
      case Measure.Aggregate aggregate ->
          view.numbers().stream()
              .anyMatch(numbers ->
                  numbers.property().equals(aggregate.property())
                      && (!aggregate.function().isQuantile() || (numbers.quantiles() && !exact)));
    };
  }
}
