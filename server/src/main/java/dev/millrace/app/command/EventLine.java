package dev.millrace.app.command;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An event as one line: time, name, user, and its properties as far as they fit. */
final class EventLine {
  private static final int MAX_PROPERTIES_CHARS = 120;
  private static final int CLOCK_FROM = 11;
  private static final int CLOCK_TO = 23;

  private EventLine() {}

  static String of(JsonNode event) {
    StringBuilder properties = new StringBuilder();
    for (Map.Entry<String, JsonNode> property : event.path("properties").properties()) {
      properties.append(properties.isEmpty() ? "" : " ").append(property.getKey()).append('=');
      JsonNode value = property.getValue();
      properties.append(value.isValueNode() ? value.asString() : value.toString());
      if (properties.length() > MAX_PROPERTIES_CHARS) {
        properties.setLength(MAX_PROPERTIES_CHARS);
        properties.append('…');
        break;
      }
    }
    String name =
        event.path("name").isMissingNode()
            ? event.path("event").asString("")
            : event.path("name").asString("");
    String line =
        String.format(
            Locale.ROOT,
            "%-12s  %-16s  %-16s  %s",
            clock(event.path("time").asString("")),
            name,
            event.path("user").asString(""),
            properties);
    // Control characters would let an event steer the terminal.
    return line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
  }

  /** Hours to milliseconds; whoever needs the date takes --json. */
  private static String clock(String time) {
    if (time.length() <= CLOCK_FROM) {
      return time;
    }
    String clock = time.substring(CLOCK_FROM, Math.min(time.length(), CLOCK_TO));
    return clock.replaceAll("(Z|[+-]\\d\\d:?\\d\\d)$", "");
  }
}
