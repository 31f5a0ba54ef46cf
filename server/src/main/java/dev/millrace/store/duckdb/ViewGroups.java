package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A trend's cells by group and bucket, and the answer that they make. */
final class ViewGroups {
  private final Trend trend;
  private final View view;
  private final Map<List<@Nullable String>, Group> groups = new HashMap<>();

  /** Events with the same values of the breakdown's properties. */
  private final class Group {
    private final List<@Nullable String> values;
    private final Map<Integer, ViewCell> cells = new TreeMap<>();
    private final ViewCell whole = new ViewCell(view);
    private double size;

    Group(List<@Nullable String> values) {
      this.values = values;
    }

    ViewCell cell(int slot) {
      return cells.computeIfAbsent(slot, _ -> new ViewCell(view));
    }
  }

  /**
   * @param view what the cells add up
   */
  ViewGroups(Trend trend, View view) {
    this.trend = trend;
    this.view = view;
  }

  /**
   * @param values of the breakdown's properties, which become the group's
   */
  ViewCell cell(List<@Nullable String> values, int slot) {
    return groups.computeIfAbsent(Collections.unmodifiableList(values), Group::new).cell(slot);
  }

  void forEachCell(BiConsumer<Integer, ViewCell> visitor) {
    groups.values().forEach(group -> group.cells.forEach(visitor));
  }

  void clear() {
    groups.clear();
  }

  /** The answer, with people who are the same counted once. */
  Answer answer(ReadSnapshot snapshot, long rowsRead) {
    forEachCell((_, cell) -> snapshot.join(cell.people()));
    List<Group> kept = trend.groups().isEmpty() ? largest() : wanted();
    List<Answer.Group> answered = new ArrayList<>();
    List<Answer.Row> rows = new ArrayList<>();
    for (Group group : kept) {
      answer(group, false, answered, rows);
    }
    if (groups.size() > kept.size()) {
      Group rest = new Group(Collections.nCopies(trend.by().size(), ""));
      for (Group group : groups.values()) {
        if (!kept.contains(group)) {
          group.cells.forEach((slot, cell) -> rest.cell(slot).add(cell));
        }
      }
      answer(rest, true, answered, rows);
    }
    double relativeError =
        trend.measures().stream().mapToDouble(ViewGroups::relativeError).max().orElse(0);
    return new Answer(answered, rows, rowsRead, relativeError);
  }

  private static double relativeError(Measure measure) {
    return switch (measure) {
      case Measure.Count _, Measure.People _, Measure.PerUser _ -> 0;
      case Measure.Distinct _ -> DistinctCell.RELATIVE_ERROR;
      case Measure.Aggregate aggregate ->
          aggregate.function().isQuantile() ? NumberCell.RELATIVE_ERROR : 0;
    };
  }

  /** The groups with most of the first measure over the whole range. */
  private List<Group> largest() {
    if (trend.by().isEmpty()) {
      return List.copyOf(groups.values());
    }
    for (Group group : groups.values()) {
      group.cells.values().forEach(group.whole::add);
      group.size = size(group);
    }
    Comparator<Group> inOrder = Comparator.<Group>comparingDouble(group -> group.size).reversed();
    for (int i = 0; i < trend.by().size(); i++) {
      int by = i;
      inOrder =
          inOrder.thenComparing(
              group -> group.values.get(by), Comparator.nullsLast(ViewGroups::compareUtf8));
    }
    return groups.values().stream().sorted(inOrder).limit(trend.limit()).toList();
  }

  /** The engine's order of text. */
  private static int compareUtf8(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The groups that the trend names, as far as they are there. */
  private List<Group> wanted() {
    return trend.groups().stream()
        .map(group -> groups.get(group.values()))
        .filter(Objects::nonNull)
        .toList();
  }

  private double size(Group group) {
    Number size = measure(trend.measures().getFirst(), group.whole);
    return size == null ? Double.NEGATIVE_INFINITY : size.doubleValue();
  }

  private void answer(
      Group group, boolean rest, List<Answer.Group> answered, List<Answer.Row> rows) {
    int index = answered.size();
    answered.add(new Answer.Group(group.values, rest));
    group.cells.forEach((slot, cell) -> {
      List<@Nullable Number> measures = new ArrayList<>();
      for (Measure measure : trend.measures()) {
        measures.add(measure(measure, cell));
      }
      rows.add(new Answer.Row(slot, index, Collections.unmodifiableList(measures)));
    });
  }

  private @Nullable Number measure(Measure measure, ViewCell cell) {
    return switch (measure) {
      case Measure.Count _ -> cell.count();
      case Measure.People _ -> cell.people().getLongCardinality();
      case Measure.PerUser _ -> (double) cell.count() / cell.people().getLongCardinality();
      case Measure.Aggregate aggregate ->
          cell.numbers(indexOf(aggregate.property())).value(aggregate.function());
      case Measure.Distinct distinct ->
          cell.distinct(view.distinct().indexOf(distinct.property())).count();
    };
  }

  private int indexOf(Property property) {
    for (int i = 0; i < view.numbers().size(); i++) {
      if (view.numbers().get(i).property().equals(property)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the view has no numbers of " + property.text());
  }
}
