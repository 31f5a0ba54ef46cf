package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import dev.millrace.store.View;
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
  private final ReadSnapshot snapshot;
  private final TrendValues values;
  private final boolean careful;
  private final boolean ofPeople;
  private final List<Property> columns;

  TrendProperties(ReadSnapshot snapshot, TrendValues values, boolean careful) {
    this(snapshot, values, careful, false, List.of());
  }

  private TrendProperties(
      ReadSnapshot snapshot,
      TrendValues values,
      boolean careful,
      boolean ofPeople,
      List<Property> columns) {
    this.snapshot = snapshot;
    this.values = values;
    this.careful = careful;
    this.ofPeople = ofPeople;
    this.columns = columns;
  }

  /** The same over people instead of events, of which only {@link Property#USER} can be asked. */
  TrendProperties ofPeople() {
    return new TrendProperties(snapshot, values, careful, true, List.of());
  }

  /** The same over rows of a view, of which only the columns {@code by0…} can be asked. */
  static TrendProperties ofView(ReadSnapshot snapshot, TrendValues values, View view) {
    return new TrendProperties(snapshot, values, true, false, view.by());
  }

  String text(Property property) {
    if (columns.contains(property)) {
      return "by" + columns.indexOf(property);
    }
    if (property.equals(Property.NAME)) {
      return "name";
    }
    if (property.equals(Property.USER)) {
      return ofPeople
          ? "\"user\""
          : "(select \"user\" from " + snapshot.fromPeople() + " where who = number)";
    }
    if (property.equals(Property.TIME)) {
      return "strftime(time, '%Y-%m-%dT%H:%M:%S.%fZ')";
    }
    return snapshot.events().text(property, variant(property) + "::varchar");
  }

  /** May be infinite or not a number; whoever uses it looks at {@code isfinite}. */
  String number(Property property) {
    if (property.equals(Property.TIME)) {
      return "(epoch_us(time) / 1000.0::double)";
    }
    if (property.isEventField() || columns.contains(property)) {
      return EventRelations.readAsNumber(text(property));
    }
    String variant = variant(property);
    return snapshot
        .events()
        .number(
            property,
            careful ? EventRelations.readAsNumber(variant + "::varchar") : variant + "::double");
  }

  String isSet(Property property) {
    if (columns.contains(property)) {
      return text(property) + " is not null";
    }
    return property.isEventField()
        ? "true"
        : snapshot.events().isSet(property, variant(property) + " is not null");
  }

  /** Whether the user's text passes a test over {@link #ofPeople}. */
  String isUserWhere(String test) {
    return "number in (select who from " + snapshot.fromPeople() + " where " + test + ")";
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
