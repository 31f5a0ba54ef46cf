package dev.millrace.store.duckdb;

import dev.millrace.store.Measure;
import dev.millrace.store.Measure.Function;
import dev.millrace.store.Property;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL for measures over the columns of the statement's own tables: {@code person}, {@code numberN}
 * and {@code textN} of picked events, and for what is added up in two steps {@code events}, {@code
 * people}, {@code sumN}, {@code numbersN}, {@code leastN} and {@code mostN} of cells.
 *
 * <p>Sums are compensated, so that they do not depend on the order in which threads add.
 */
final class TrendMeasures {
  private final List<Measure> measures;
  private final List<Property> numbers;
  private final List<Property> texts;
  private final boolean careful;

  /**
   * @param careful whether sums, least and largest numbers leave out what is infinite or no number;
   *     else they become so themselves, which costs less
   */
  TrendMeasures(List<Measure> measures, boolean careful) {
    this.measures = measures;
    this.careful = careful;
    this.numbers =
        measures.stream()
            .filter(Measure.Aggregate.class::isInstance)
            .map(measure -> ((Measure.Aggregate) measure).property())
            .distinct()
            .toList();
    this.texts =
        measures.stream()
            .filter(Measure.Distinct.class::isInstance)
            .map(measure -> ((Measure.Distinct) measure).property())
            .distinct()
            .toList();
  }

  /** Whether groups and buckets can be measured first and added up afterwards. */
  boolean addUp() {
    return measures.stream().allMatch(TrendMeasures::addsUp);
  }

  boolean needPeople() {
    return measures.stream()
        .anyMatch(
            measure -> measure instanceof Measure.People || measure instanceof Measure.PerUser);
  }

  /** Columns of picked events. */
  List<String> picked(TrendProperties properties) {
    List<String> columns = new ArrayList<>();
    if (needPeople()) {
      columns.add(People.PERSON + " as person");
    }
    for (int i = 0; i < numbers.size(); i++) {
      columns.add(properties.number(numbers.get(i)) + " as number" + i);
    }
    for (int i = 0; i < texts.size(); i++) {
      columns.add(properties.text(texts.get(i)) + " as text" + i);
    }
    return columns;
  }

  /** Columns of cells, from picked events. */
  List<String> cells() {
    List<String> columns = new ArrayList<>();
    columns.add("count(*) as events");
    for (int i = 0; i < numbers.size(); i++) {
      Property property = numbers.get(i);
      String number = summed(i);
      if (uses(property, Function.SUM) || uses(property, Function.AVG)) {
        columns.add("fsum(" + number + ") as sum" + i);
      }
      if (uses(property, Function.AVG)) {
        columns.add("count(" + number + ") as numbers" + i);
      }
      if (uses(property, Function.MIN)) {
        columns.add("min(" + number + ") as least" + i);
      }
      if (uses(property, Function.MAX)) {
        columns.add("max(" + number + ") as most" + i);
      }
    }
    return columns;
  }

  /** The measure over picked events. */
  String ofEvents(Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> "count(*)";
      case Measure.People _ -> "count(distinct person)";
      case Measure.PerUser _ -> "count(*)::double / count(distinct person)";
      case Measure.Distinct distinct ->
          "count(distinct text" + texts.indexOf(distinct.property()) + ")";
      case Measure.Aggregate aggregate -> {
        int index = numbers.indexOf(aggregate.property());
        String number = aggregate.function().isQuantile() ? finite(index) : summed(index);
        yield switch (aggregate.function()) {
          case SUM -> "coalesce(fsum(" + number + "), 0)";
          case MIN -> "min(" + number + ")";
          case MAX -> "max(" + number + ")";
          case AVG -> "fsum(" + number + ") / count(" + number + ")";
          case MEDIAN -> quantile(number, "0.5");
          case P75 -> quantile(number, "0.75");
          case P90 -> quantile(number, "0.9");
          case P95 -> quantile(number, "0.95");
          case P99 -> quantile(number, "0.99");
        };
      }
    };
  }

  /** The measure over cells. */
  String ofCells(Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> "sum(events)::bigint";
      case Measure.People _, Measure.PerUser _, Measure.Distinct _ ->
          throw new IllegalArgumentException(measure.text() + " does not add up");
      case Measure.Aggregate aggregate -> {
        int index = numbers.indexOf(aggregate.property());
        yield switch (aggregate.function()) {
          case SUM -> "coalesce(fsum(sum" + index + "), 0)";
          case MIN -> "min(least" + index + ")";
          case MAX -> "max(most" + index + ")";
          case AVG -> "fsum(sum" + index + ") / sum(numbers" + index + ")";
          case MEDIAN, P75, P90, P95, P99 ->
              throw new IllegalArgumentException(aggregate.text() + " does not add up");
        };
      }
    };
  }

  private boolean uses(Property property, Function function) {
    return measures.stream()
        .anyMatch(measure ->
            measure instanceof Measure.Aggregate aggregate
                && aggregate.property().equals(property)
                && aggregate.function() == function);
  }

  private static boolean addsUp(Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> true;
      case Measure.People _, Measure.PerUser _, Measure.Distinct _ -> false;
      case Measure.Aggregate aggregate ->
          switch (aggregate.function()) {
            case SUM, MIN, MAX, AVG -> true;
            case MEDIAN, P75, P90, P95, P99 -> false;
          };
    };
  }

  private static String quantile(String number, String share) {
    return "quantile_cont(" + number + ", " + share + ")";
  }

  private String summed(int index) {
    return careful ? finite(index) : "number" + index;
  }

  private static String finite(int index) {
    String number = "number" + index;
    return "case when isfinite(" + number + ") then " + number + " end";
  }
}
