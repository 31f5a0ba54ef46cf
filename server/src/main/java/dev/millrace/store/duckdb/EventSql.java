package dev.millrace.store.duckdb;

import dev.millrace.store.Filter;
import dev.millrace.store.Property;
import dev.millrace.store.Selection;
import dev.millrace.store.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the SQL of every kind of question is made of, with the values that it binds. */
final class EventSql {
  private final ReadSnapshot snapshot;
  private final TrendValues values = new TrendValues();
  private final TrendProperties properties;
  private final TrendFilter filters;

  /**
   * @param careful whether numbers are read in the way that never fails; see {@link
   *     TrendProperties}
   */
  EventSql(ReadSnapshot snapshot, boolean careful) {
    this.snapshot = snapshot;
    this.properties = new TrendProperties(snapshot, values, careful);
    this.filters = new TrendFilter(values, properties);
  }

  TrendValues values() {
    return values;
  }

  /** A relation of all events that pass the tests. */
  String events(List<String> columns, List<String> tests) {
    return events(columns, tests, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** As above, of events from the first time to before the second, which the tests must check. */
  String events(List<String> columns, List<String> tests, long from, long to) {
    return snapshot
        .events()
        .from(
            "select "
                + String.join(", ", columns)
                + "\nfrom %s\nwhere "
                + String.join(" and ", tests),
            from,
            to);
  }

  String project(String project) {
    return "project = " + values.bind(project);
  }

  /** From the first time to before the second, in microseconds. */
  String between(long from, long to) {
    return between("time", from, to);
  }

  String between(String column, long from, long to) {
    return column + " >= " + values.bindTime(from) + " and " + column + " < " + values.bindTime(to);
  }

  /** Whether an event is of a person with one of these names, under any of their ids. */
  String isPerson(String project, List<String> names) {
    String numbers =
        snapshot.numbers(project, names).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return numbers.isEmpty() ? "false" : "number in (" + numbers + ")";
  }

  String names(List<String> names) {
    return names.isEmpty() ? "true" : values.isNamed(names);
  }

  String filter(Filter filter) {
    return filters.sql(filter);
  }

  /** The tests of a selection. */
  List<String> selected(Selection selection) {
    return List.of(
        project(selection.project()), names(selection.events()), filter(selection.filter()));
  }

  /** The names of any of the steps; none if one of them is any event. */
  static List<String> namesOf(List<Step> steps) {
    return steps.stream().anyMatch(step -> step.events().isEmpty())
        ? List.of()
        : steps.stream().flatMap(step -> step.events().stream()).distinct().toList();
  }

  /** Whether an event is the step: true or false, never null. */
  String isStep(Step step) {
    return step.filter().equals(Filter.EVERYTHING)
        ? names(step.events())
        : "coalesce(" + names(step.events()) + " and " + filter(step.filter()) + ", false)";
  }

  /** The name of a person, as an expression over what {@link People#PERSON} has selected. */
  String nameOf(String person) {
    return "(select \"user\" from " + snapshot.fromPeople() + " where who = " + person + ")";
  }

  String text(Property property) {
    return properties.text(property);
  }

  /** The breakdown's columns, as {@code by0, by1, …}. */
  List<String> byColumns(List<Property> by) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < by.size(); i++) {
      columns.add(text(by.get(i)) + " as by" + i);
    }
    return columns;
  }

  static List<String> byNames(int count) {
    return IntStream.range(0, count).mapToObj(i -> "by" + i).toList();
  }
}
