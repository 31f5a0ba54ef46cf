package dev.millrace.store.duckdb;

import dev.millrace.store.Filter;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
import java.util.List;
import java.util.stream.Collectors;

/** What the statements over a view's rows are made of. */
final class ViewRowsSql {
  private final ReadSnapshot snapshot;
  private final Trend trend;
  private final View view;

  ViewRowsSql(ReadSnapshot snapshot, Trend trend, View view) {
    this.snapshot = snapshot;
    this.trend = trend;
    this.view = view;
  }

  TrendProperties rows(TrendValues values) {
    return TrendProperties.ofView(snapshot, values, view);
  }

  /** The slot and the group's values, each with a comma after it. */
  String keys(String time, TrendProperties properties) {
    StringBuilder keys = new StringBuilder(new TrendBuckets(time).sql(trend.buckets()) + ", ");
    for (Property property : trend.by()) {
      keys.append(properties.text(property)).append(", ");
    }
    return keys.toString();
  }

  /** Whole days as such where they lie in one bucket. */
  String stretches(TrendValues values, long from, long to) {
    long firstDay = ViewRows.day(from + ViewRows.DAY_MICROS - 1);
    long lastDay = ViewRows.day(to);
    if (firstDay >= lastDay || !trend.buckets().consistOf(ViewRows.DAY_MICROS)) {
      return stretch(values, ViewRows.QUARTER_HOUR, from, to);
    }
    return "("
        + stretch(values, ViewRows.QUARTER_HOUR, from, firstDay)
        + " or "
        + stretch(values, ViewRows.DAY, firstDay, lastDay)
        + " or "
        + stretch(values, ViewRows.QUARTER_HOUR, lastDay, to)
        + ")";
  }

  private String stretch(TrendValues values, int minutes, long from, long to) {
    return "(minutes = "
        + (isOfAll() ? -minutes : minutes)
        + " and "
        + between(values, "bucket", from, to)
        + ")";
  }

  /** Whether rows that add up all values of the view's properties do. */
  private boolean isOfAll() {
    return !view.by().isEmpty()
        && trend.by().isEmpty()
        && (trend.events().isEmpty() || !view.by().contains(Property.NAME))
        && isEverything(trend.filter());
  }

  static boolean isEverything(Filter filter) {
    return filter instanceof Filter.All(List<Filter> filters)
        && filters.stream().allMatch(ViewRowsSql::isEverything);
  }

  static String between(TrendValues values, String time, long from, long to) {
    return time + " >= " + values.bindTime(from) + " and " + time + " < " + values.bindTime(to);
  }

  String picked(TrendValues values, TrendProperties properties) {
    // A view without the name is asked for all of its events.
    boolean all = trend.events().isEmpty() || !view.by().contains(Property.NAME);
    String names =
        all
            ? ""
            : trend.events().stream()
                .map(values::bind)
                .collect(
                    Collectors.joining(
                        ", ", " and " + properties.text(Property.NAME) + " in (", ")"));
    return "project = "
        + values.bind(trend.project())
        + names
        + " and "
        + new TrendFilter(values, properties).sql(trend.filter());
  }
}
