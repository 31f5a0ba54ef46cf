package dev.millrace.store;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Events added up by quarters of an hour of their time and by the values of properties, kept beside
 * the events so that questions need not read them. A view covers all projects, and always counts.
 *
 * @param name lower-case letters, digits and underscores, at most {@value #MAX_NAME}
 * @param events names of the events that it is about; empty means all
 * @param by what its rows are told apart by, at most {@value #MAX_BY}; {@code user} and {@code
 *     time} are no such things
 * @param people whether it knows whose events they are, exactly
 * @param numbers properties whose numbers it adds up
 * @param distinct properties of which it knows how many different values there are, approximately;
 *     {@code user} and {@code time} are no such things
 */
public record View(
    String name,
    List<String> events,
    List<Property> by,
    boolean people,
    List<Numbers> numbers,
    List<Property> distinct) {
  public static final int MAX_NAME = 50;
  public static final int MAX_BY = 5;
  public static final int MAX_NUMBERS = 8;
  public static final int MAX_DISTINCT = 4;

  /** Count and people by name: built in. */
  public static final View ACTIVITY =
      new View("activity", List.of(), List.of(Property.NAME), true, List.of(), List.of());

  /**
   * A property's finite numbers: how many, sum, least and most.
   *
   * @param quantiles whether a sketch of them answers percentiles too, approximately
   */
  public record Numbers(Property property, boolean quantiles) {}

  public View {
    events = events.stream().distinct().sorted().toList();
    by = List.copyOf(by);
    numbers = List.copyOf(numbers);
    distinct = List.copyOf(distinct);
    require(name.matches("[a-z][a-z0-9_]{0," + (MAX_NAME - 1) + "}"), "view name " + name);
    require(by.size() <= MAX_BY, name + ": by has more than " + MAX_BY + " properties");
    require(
        numbers.size() <= MAX_NUMBERS,
        name + ": measures of more than " + MAX_NUMBERS + " numbers");
    require(
        distinct.size() <= MAX_DISTINCT,
        name + ": uniques of more than " + MAX_DISTINCT + " properties");
    require(by.stream().distinct().count() == by.size(), name + ": by names a property twice");
    require(
        !by.contains(Property.USER) && !by.contains(Property.TIME),
        name + ": by takes properties and name, not user or time");
    require(
        !distinct.contains(Property.USER) && !distinct.contains(Property.TIME),
        name
            + ": uniques takes properties and name, not user or time; uniques alone counts people");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The measures that it answers, as questions write them. */
  public List<String> measures() {
    Stream<String> ofPeople = people ? Stream.of("uniques", "per_user") : Stream.empty();
    Stream<String> ofNumbers =
        numbers.stream()
            .flatMap(each ->
                Stream.of(Measure.Function.values())
                    .filter(function -> each.quantiles() || !function.isQuantile())
                    .map(function ->
                        function.name().toLowerCase(Locale.ROOT)
                            + "("
                            + each.property().text()
                            + ")"));
    Stream<String> ofValues = distinct.stream().map(each -> "uniques(" + each.text() + ")");
    return Stream.of(Stream.of("count"), ofPeople, ofNumbers, ofValues)
        .flatMap(each -> each)
        .toList();
  }
}
