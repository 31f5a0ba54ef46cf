package dev.millrace.store.duckdb;

import dev.millrace.store.Schema;
import dev.millrace.store.Schema.EventName;
import dev.millrace.store.Schema.PropertySummary;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Finds out what a project's events look like: names and counts from activity, properties from the
 * newest events. Nested properties are named with dots, as questions name them.
 */
final class SchemaSample {
  private static final int NO_VERSION = -1;
  private static final int SAMPLED_EVENTS = 20_000;
  private static final int MAX_NAMES = 1_000;
  private static final int MAX_PROPERTIES = 500;
  private static final int MAX_VALUES = 10;
  private static final int MAX_DISTINCT_VALUES = 1_000;
  private static final int MAX_VALUE_CHARS = 100;

  private static final String NAMES =
      """
      select name, sum("count")::bigint as events
      from (
        select by0 as name, "count" from main.view_rows
        where view = $4 and project = $1 and minutes = $2
        union all
        select by0, "count" from %s where project = $1)
      group by name
      order by events desc, name
      limit $3
      """;

  private final JsonFactory json =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private final Map<String, Seen> properties = new HashMap<>();
  private long sampled;

  private SchemaSample() {}

  static Schema read(Connection connection, ReadSnapshot snapshot, String project)
      throws SQLException {
    List<EventName> names = names(connection, snapshot, project);
    SchemaSample sample = new SchemaSample();
    StoredEvents.visitNewest(
        connection,
        snapshot,
        new StoredEvents.Wanted(project, SAMPLED_EVENTS, null, null),
        "name, properties::json::varchar",
        (chunk, row) ->
            sample.add(
                RecentChunk.text(chunk.names[row]),
                chunk.properties[row] == null ? null : RecentChunk.text(chunk.properties[row])),
        row -> sample.add(row.getString(1), row.getString(2)));
    return new Schema(names, sample.summaries(), sample.sampled);
  }

  private static List<EventName> names(Connection connection, ReadSnapshot snapshot, String project)
      throws SQLException {
    String sql = NAMES.formatted(snapshot.recentCells(connection, View.ACTIVITY));
    // A view that was given up has no rows.
    StoredView activity = snapshot.complete(connection, View.ACTIVITY);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, project);
      statement.setInt(2, ViewRows.DAY);
      statement.setInt(3, MAX_NAMES);
      statement.setInt(4, activity == null ? NO_VERSION : activity.id());
      List<EventName> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(new EventName(rows.getString(1), rows.getLong(2)));
        }
      }
      return names;
    }
  }

  private void add(String name, @Nullable String text) {
    sampled++;
    if (text == null) {
      return;
    }
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        addObject(name, "", parser);
      }
    } catch (JacksonException _) {
      // What was read of it counts.
    }
  }

  private void addObject(String name, String prefix, JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = prefix + parser.currentName();
      JsonToken token = parser.nextToken();
      switch (token) {
        case START_OBJECT -> {
          count(path, name, "object", null);
          addObject(name, path + ".", parser);
        }
        case START_ARRAY -> {
          count(path, name, "array", null);
          parser.skipChildren();
        }
        case VALUE_STRING -> count(path, name, "text", parser.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
            count(path, name, "number", parser.getString());
        case VALUE_TRUE, VALUE_FALSE -> count(path, name, "boolean", parser.getString());
        default -> {
          // A null is a property that is not set.
        }
      }
    }
  }

  private void count(String path, String name, String type, @Nullable String value) {
    Seen seen = properties.get(path);
    if (seen == null) {
      if (properties.size() >= MAX_PROPERTIES) {
        return;
      }
      seen = new Seen(type);
      properties.put(path, seen);
    }
    seen.add(name, type, value);
  }

  private List<PropertySummary> summaries() {
    return properties.entrySet().stream()
        .map(property -> property.getValue().summary(property.getKey()))
        .sorted(
            Comparator.comparingLong(PropertySummary::count)
                .reversed()
                .thenComparing(PropertySummary::name))
        .toList();
  }

  /** What was seen of one property. */
  private static final class Seen {
    private final TreeSet<String> events = new TreeSet<>();
    private final Map<String, Long> values = new HashMap<>();
    private String type;
    private long count;

    Seen(String type) {
      this.type = type;
    }

    void add(String name, String seenType, @Nullable String value) {
      count++;
      if (!type.equals(seenType)) {
        type = "mixed";
      }
      events.add(name);
      if (value != null
          && value.length() <= MAX_VALUE_CHARS
          && (values.size() < MAX_DISTINCT_VALUES || values.containsKey(value))) {
        values.merge(value, 1L, Long::sum);
      }
    }

    PropertySummary summary(String name) {
      List<String> frequent =
          values.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(MAX_VALUES)
              .map(Map.Entry::getKey)
              .toList();
      return new PropertySummary(name, type, count, List.copyOf(events), frequent);
    }
  }
}
