package dev.millrace.app.importing;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a line into an event of {@code POST /v1/events}. Only what is no JSON object is refused
 * here; whether the event is good is for the server to say. Owned by one thread.
 */
final class LineConverter {
  private static final int MAX_NESTING = 1_000;

  /** Big numbers as they are written: a sum must not depend on the way here. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final List<String> EXPORTED =
      List.of("id", "event", "user", "anonymous", "time", "sent", "properties", "context");

  /** What every line of an export has, and nothing else. */
  private static final Set<String> FIELDS_OF_EXPORT =
      Stream.concat(EXPORTED.stream(), Stream.of("received", "partition", "offset"))
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> OBJECTS = List.of("properties", "context");

  private final FieldMapping mapping;
  private final Set<String> mapped;
  private final LineId ids;
  private boolean exported;
  private boolean decided;

  /**
   * @param sourceName the file's name, part of the events' ids
   * @param exported whether it is known that lines are as {@code millrace export} writes them; else
   *     the first one tells, unless fields are mapped
   */
  LineConverter(FieldMapping mapping, String sourceName, boolean exported) {
    this.mapping = mapping;
    this.exported = exported;
    decided = exported || !mapping.equals(FieldMapping.SAME_NAMES);
    mapped = mapping.mappedSources();
    ids = new LineId(sourceName);
  }

  /** What a line became. */
  sealed interface Converted {
    record Event(byte[] json) implements Converted {}

    record NoObject(String message) implements Converted {}
  }

  Converted convert(long lineNumber, byte[] line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      return new Converted.NoObject(e.getOriginalMessage().lines().findFirst().orElse("not JSON"));
    }
    if (!(node instanceof ObjectNode object)) {
      return new Converted.NoObject("not a JSON object");
    }
    if (!decided) {
      exported = FIELDS_OF_EXPORT.equals(Set.copyOf(object.propertyNames()));
      decided = true;
    }
    return new Converted.Event(
        JSON.writeValueAsBytes(exported ? exported(object) : mapped(lineNumber, line, object)));
  }

  /** Whether the lines so far are those of an export. */
  boolean isExported() {
    return exported;
  }

  /** All that the server takes again; properties that the engine did not read are a text. */
  private static ObjectNode exported(ObjectNode object) {
    ObjectNode event = JSON.createObjectNode();
    for (String field : EXPORTED) {
      JsonNode value = object.get(field);
      if (value != null && !value.isNull()) {
        event.set(field, OBJECTS.contains(field) ? object(value) : value);
      }
    }
    return event;
  }

  /** What is none is left for the server to refuse. */
  private static JsonNode object(JsonNode value) {
    try {
      return value.isString() ? JSON.readTree(value.asString()) : value;
    } catch (JacksonException _) {
      return value;
    }
  }

  private ObjectNode mapped(long lineNumber, byte[] line, ObjectNode object) {
    ObjectNode event = JSON.createObjectNode();
    event.put("id", ids.of(lineNumber, line));
    for (String target : FieldMapping.TARGETS) {
      JsonNode value = object.get(mapping.source(target));
      if (value != null && !value.isNull()) {
        event.put(target, target.equals("time") ? time(value) : text(value));
      }
    }
    ObjectNode properties = event.putObject("properties");
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (FieldMapping.TARGETS.contains(field.getKey()) && mapped.contains(field.getKey())) {
        continue;
      }
      if (field.getKey().equals("properties") && field.getValue() instanceof ObjectNode inner) {
        properties.setAll(inner);
      } else {
        properties.set(field.getKey(), field.getValue());
      }
    }
    return event;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asString() : value.toString();
  }

  /** In the one form that the server reads; what is not understood is left for it to refuse. */
  private static String time(JsonNode value) {
    String text = value.isNumber() ? value.decimalValue().toPlainString() : text(value);
    return TimeText.parse(text).map(DateTimeFormatter.ISO_INSTANT::format).orElse(text);
  }
}
