package dev.millrace.store.duckdb;

import dev.millrace.store.Filter;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL for filters. A test of a property that is not set gives null, which keeps no event. */
final class TrendFilter {
  private final TrendValues values;
  private final TrendProperties properties;

  TrendFilter(TrendValues values, TrendProperties properties) {
    this.values = values;
    this.properties = properties;
  }

  String sql(Filter filter) {
    return switch (filter) {
      case Filter.All(List<Filter> filters) -> joined(filters, " and ", "true");
      case Filter.Any(List<Filter> filters) -> joined(filters, " or ", "false");
      case Filter.Test test -> test(test);
    };
  }

  private String joined(List<Filter> filters, String by, String none) {
    return filters.isEmpty()
        ? none
        : filters.stream().map(this::sql).collect(Collectors.joining(by, "(", ")"));
  }

  private String test(Filter.Test test) {
    if (test.property().equals(Property.USER)) {
      return properties.isUserWhere(
          new TrendFilter(values, properties.ofPeople()).testOfEvents(test));
    }
    return testOfEvents(test);
  }

  private String testOfEvents(Filter.Test test) {
    Property property = test.property();
    return switch (test.operator()) {
      case SET -> properties.isSet(property);
      case UNSET -> "not (" + properties.isSet(property) + ")";
      case CONTAINS -> function("contains", test);
      case STARTS_WITH -> function("starts_with", test);
      case EQUAL, IN -> equal(property, test.values());
      case NOT_EQUAL -> notEqual(property, test.values());
      case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          compared(property, test.operator(), test.values().getFirst());
    };
  }

  private String function(String name, Filter.Test test) {
    return name
        + "("
        + properties.text(test.property())
        + ", "
        + values.bind(test.values().getFirst())
        + ")";
  }

  private String compared(Property property, Operator operator, Object value) {
    if (property.equals(Property.TIME)) {
      return "time " + operator.text() + " " + time(value);
    }
    if (value instanceof Number number) {
      String found = properties.number(property);
      return "(isfinite("
          + found
          + ") and "
          + found
          + " "
          + operator.text()
          + " "
          + number(number)
          + ")";
    }
    return properties.text(property) + " " + operator.text() + " " + values.bind(value.toString());
  }

  private String equal(Property property, List<Object> wanted) {
    if (property.equals(Property.TIME)) {
      return "time in " + list(wanted, this::time);
    }
    List<String> alternatives = new ArrayList<>();
    List<Object> texts = texts(wanted);
    if (!texts.isEmpty()) {
      alternatives.add(properties.text(property) + " in " + list(texts, values::bind));
    }
    List<Object> numbers = numbers(wanted);
    if (!numbers.isEmpty()) {
      alternatives.add(
          properties.number(property) + " in " + list(numbers, value -> number((Number) value)));
    }
    return "(" + String.join(" or ", alternatives) + ")";
  }

  private String notEqual(Property property, List<Object> unwanted) {
    if (property.equals(Property.TIME)) {
      return "time not in " + list(unwanted, this::time);
    }
    List<String> tests = new ArrayList<>();
    tests.add(properties.isSet(property));
    List<Object> texts = texts(unwanted);
    if (!texts.isEmpty()) {
      tests.add(properties.text(property) + " not in " + list(texts, values::bind));
    }
    for (Object unequal : numbers(unwanted)) {
      tests.add(properties.number(property) + " is distinct from " + number((Number) unequal));
    }
    return "(" + String.join(" and ", tests) + ")";
  }

  private static List<Object> texts(List<Object> values) {
    return values.stream()
        .filter(value -> !(value instanceof Number))
        .<Object>map(Object::toString)
        .toList();
  }

  private static List<Object> numbers(List<Object> values) {
    return values.stream().filter(Number.class::isInstance).toList();
  }

  private String number(Number value) {
    return values.bind(value.doubleValue()) + "::double";
  }

  private String time(Object micros) {
    return values.bindTime((Long) micros);
  }

  private static String list(List<Object> values, Function<Object, String> sql) {
    return values.stream().map(sql).collect(Collectors.joining(", ", "(", ")"));
  }
}
