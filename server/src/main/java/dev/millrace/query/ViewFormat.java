package dev.millrace.query;

import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the definition of a view in the words of questions. */
public final class ViewFormat {
  private ViewFormat() {}

  /**
   * Makes a view.
   *
   * @param measures as questions write them
   * @throws dev.millrace.fault.MillraceException {@code invalid_question} for words that no
   *     question has either
   * @throws IllegalArgumentException for what a view cannot be
   */
  public static View view(
      String name, List<String> events, List<String> by, List<String> measures) {
    List<Property> properties = new ArrayList<>();
    by.forEach(text -> properties.add(Words.property("by", text)));
    boolean people = false;
    Map<Property, Boolean> quantiles = new LinkedHashMap<>();
    Set<Property> distinct = new LinkedHashSet<>();
    for (String text : measures) {
      switch (Words.measure(text)) {
        case Measure.Count _ -> {}
        case Measure.People _, Measure.PerUser _ -> people = true;
        case Measure.Aggregate(_, Measure.Function function, Property property) ->
            quantiles.merge(property, function.isQuantile(), Boolean::logicalOr);
        case Measure.Distinct(_, Property property) -> distinct.add(property);
      }
    }
    List<View.Numbers> numbers = new ArrayList<>();
    quantiles.forEach((property, any) -> numbers.add(new View.Numbers(property, any)));
    return new View(name, events, properties, people, numbers, List.copyOf(distinct));
  }
}
