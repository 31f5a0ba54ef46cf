package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import java.util.List;

/**
 * SQL for an event's properties as {@link Property} defines them. Names are bound, never written
 * into the SQL; the engine reads the shredded column all the same.
 *
 * <p>What a number is can be asked for in two ways. The quick one is a plain cast, which the engine
 * answers from shredded columns but which fails the whole statement at the first value that is no
 * number. The careful one goes through the text, is several times slower, and never fails. Both
 * agree on every value for which the quick one does not fail. Casts that turn failures into null
 * are no way out: over a VARIANT the engine raises and catches an exception for each.
 */
final class TrendProperties {
  private final TrendValues values;
  private final boolean careful;

  TrendProperties(TrendValues values, boolean careful) {
    this.values = values;
    this.careful = careful;
  }

  String text(Property property) {
    if (property.equals(Property.NAME)) {
      return "name";
    }
    if (property.equals(Property.USER)) {
      return People.NAME;
    }
    if (property.equals(Property.TIME)) {
      return "strftime(time, '%Y-%m-%dT%H:%M:%S.%fZ')";
    }
    return variant(property) + "::varchar";
  }

  /** May be infinite or not a number; whoever uses it looks at {@code isfinite}. */
  String number(Property property) {
    if (property.equals(Property.TIME)) {
      return "(epoch_us(time) / 1000.0::double)";
    }
    if (property.isEventField() || careful) {
      String text = text(property);
      return "(case "
          + text
          + " when 'true' then 1.0::double when 'false' then 0.0::double else try_cast("
          + text
          + " as double) end)";
    }
    return variant(property) + "::double";
  }

  String isSet(Property property) {
    return property.isEventField() ? "true" : variant(property) + " is not null";
  }

  private String variant(Property property) {
    String name = property.text();
    String own = "variant_extract(properties, " + values.bind(name) + ")";
    List<String> levels = List.of(name.split("\\.", -1));
    if (levels.size() == 1 || levels.stream().anyMatch(String::isEmpty)) {
      return own;
    }
    String path = "properties";
    for (String level : levels) {
      path = "variant_extract(" + path + ", " + values.bind(level) + ")";
    }
    return "coalesce(" + own + ", " + path + ")";
  }
}
