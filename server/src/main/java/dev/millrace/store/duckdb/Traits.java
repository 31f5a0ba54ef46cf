package dev.millrace.store.duckdb;

import dev.millrace.event.RawJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code $identify} has told of people: of each trait the latest, from their newest calls of a
 * bounded number.
 */
final class Traits {
  private static final String IDENTIFY = "$identify";
  private static final int MAX_CALLS = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
          .build();

  private Traits() {}

  /** By name; without those of whom nothing was told. */
  static Map<String, RawJson> read(
      Connection connection,
      ReadSnapshot snapshot,
      EventSql sql,
      String project,
      List<String> people)
      throws SQLException {
    if (people.isEmpty()) {
      return Map.of();
    }
    long[] days =
        PersonDays.read(connection, snapshot, project, snapshot.numbers(project, people), IDENTIFY);
    if (days.length == 0) {
      return Map.of();
    }
    String calls =
        sql.events(
            List.of(
                sql.nameOf(People.PERSON) + " as person_name",
                "properties::json::varchar as traits",
                "time",
                "\"partition\"",
                "\"offset\""),
            List.of(
                sql.project(project),
                PersonDays.within(days),
                sql.names(List.of(IDENTIFY)),
                sql.isPerson(project, people)));
    String select =
        "select person_name, traits from "
            + calls
            + " qualify row_number() over (partition by person_name"
            + " order by time desc, \"partition\" desc, \"offset\" desc) <= "
            + MAX_CALLS
            + " order by person_name, time desc, \"partition\" desc, \"offset\" desc";
    Map<String, ObjectNode> merged = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      sql.values().applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ObjectNode all = merged.computeIfAbsent(rows.getString(1), _ -> JSON.createObjectNode());
          addMissing(all, rows.getString(2));
        }
      }
    }
    return merged.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, entry -> RawJson.of(entry.getValue().toString())));
  }

  private static void addMissing(ObjectNode all, @Nullable String traits) {
    if (traits == null) {
      return;
    }
    JsonNode earlier;
    try {
      earlier = JSON.readTree(traits);
    } catch (JacksonException _) {
      return;
    }
    for (Map.Entry<String, JsonNode> trait : earlier.properties()) {
      if (!all.has(trait.getKey())) {
        all.set(trait.getKey(), trait.getValue());
      }
    }
  }
}
