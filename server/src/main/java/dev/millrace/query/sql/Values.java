package dev.millrace.query.sql;

import dev.millrace.store.Select.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Values of an answer as text. */
final class Values {
  private Values() {}

  /** ISO 8601 in UTC. */
  static String time(Object micros) {
    return Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS).toString();
  }

  static String date(Object days) {
    return LocalDate.ofEpochDay((Long) days).toString();
  }

  /** As text stands in a table: a JSON text without its quotes, other JSON as it is. */
  static @Nullable String text(Type type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case TIME -> time(value);
      case DATE -> date(value);
      case JSON -> plain((String) value);
      case BOOLEAN, INTEGER, DOUBLE, NUMBER, TEXT -> value.toString();
    };
  }

  private static @Nullable String plain(String json) {
    if (json.startsWith("\"")) {
      return JsonMapper.shared().readTree(json).asString("");
    }
    return json.equals("null") ? null : json;
  }
}
