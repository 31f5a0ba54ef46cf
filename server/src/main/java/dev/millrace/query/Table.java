package dev.millrace.query;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine found as the table that clients get: every group in every bucket, buckets in
 * order, in each the largest group first and the rest last. Where a group has no events, counts and
 * sums are 0 and anything else that is measured is null.
 */
final class Table {
  private static final String REST = "other";

  private final Trend trend;
  private final Answer answer;
  private final @Nullable Number[][] cells;

  Table(Trend trend, Answer answer) {
    this.trend = trend;
    this.answer = answer;
    this.cells = new @Nullable Number[trend.buckets().size() * groups().size()][];
    for (Answer.Row row : answer.rows()) {
      cells[row.bucket() * groups().size() + row.group()] = row.measures().toArray(Number[]::new);
    }
  }

  List<String> columns() {
    List<String> columns = new ArrayList<>();
    if (trend.buckets().every() != Every.NONE) {
      columns.add("time");
    }
    trend.by().stream().map(Property::text).forEach(columns::add);
    trend.measures().stream().map(Measure::text).forEach(columns::add);
    return List.copyOf(columns);
  }

  List<List<@Nullable Object>> rows() {
    Buckets buckets = trend.buckets();
    List<List<@Nullable Object>> rows = new ArrayList<>(cells.length);
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      String time =
          buckets.every() == Every.NONE ? null : Times.text(buckets.start(bucket), buckets.zone());
      for (int group = 0; group < groups().size(); group++) {
        rows.add(row(time, groups().get(group), cells[bucket * groups().size() + group]));
      }
    }
    return Collections.unmodifiableList(rows);
  }

  private List<@Nullable Object> row(
      @Nullable String time, Answer.Group group, @Nullable Number @Nullable [] measured) {
    List<@Nullable Object> row = new ArrayList<>();
    if (time != null) {
      row.add(time);
    }
    for (int i = 0; i < trend.by().size(); i++) {
      row.add(group.rest() ? REST : group.values().get(i));
    }
    for (int i = 0; i < trend.measures().size(); i++) {
      Number value = measured == null ? null : measured[i];
      row.add(value == null ? nothing(trend.measures().get(i)) : value);
    }
    return Collections.unmodifiableList(row);
  }

  /** Without a breakdown there is one group, also when nothing was found. */
  private List<Answer.Group> groups() {
    return trend.by().isEmpty() && answer.groups().isEmpty()
        ? List.of(new Answer.Group(List.of(), false))
        : answer.groups();
  }

  private static @Nullable Object nothing(Measure measure) {
    return switch (measure) {
      case Measure.Count _, Measure.People _, Measure.Distinct _, Measure.PerUser _ -> 0L;
      case Measure.Aggregate aggregate -> aggregate.function() == Measure.Function.SUM ? 0L : null;
    };
  }
}
