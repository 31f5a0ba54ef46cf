package dev.millrace.query;

import dev.millrace.event.Event;
import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Profile;
import dev.millrace.store.Schema;
import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Raw events and the schema as JSON, UTF-8. Times are ISO 8601 in UTC. */
public final class Listings {
  private static final JsonFactory JSON = new JsonFactory();

  private Listings() {}

  /** One line. */
  public static byte[] events(List<LoggedEvent> events) {
    return events(events, null);
  }

  /**
   * An event as a line of its own, with the names that {@code POST /v1/events} and {@code millrace
   * import} know.
   */
  public static byte[] eventLine(LoggedEvent logged) {
    return line(json -> write(json, "event", logged));
  }

  /** A person as a line of its own. */
  public static byte[] personLine(Profile.Person person) {
    return line(json -> write(json, person));
  }

  private static byte[] line(Consumer<JsonGenerator> write) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write.accept(json);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /** One person's events, with the cursor of the next page if there is one. */
  static byte[] history(History.Page page) {
    if (!page.more()) {
      return events(page.events(), null);
    }
    LoggedEvent last = page.events().getLast();
    return events(
        page.events(), last.event().time() + ":" + last.partition() + ":" + last.offset());
  }

  private static byte[] events(List<LoggedEvent> events, @Nullable String nextCursor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("events");
      events.forEach(event -> write(json, "name", event));
      json.writeEndArray();
      if (nextCursor != null) {
        json.writeStringProperty("next_cursor", nextCursor);
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static byte[] person(Profile.Person person) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(json, person);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Profile.Person person) {
    json.writeStartObject();
    json.writeStringProperty("user", person.user());
    texts(json, "ids", person.ids());
    json.writeStringProperty("first", Times.text(person.first(), ZoneOffset.UTC));
    json.writeStringProperty("last", Times.text(person.last(), ZoneOffset.UTC));
    json.writeNumberProperty("count", person.count());
    json.writeName("properties");
    json.writeRawValue(person.properties().toString());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String nameField, LoggedEvent logged) {
    Event event = logged.event();
    json.writeStartObject();
    json.writeStringProperty("id", event.id());
    json.writeStringProperty(nameField, event.name());
    json.writeStringProperty("user", event.user());
    if (event.anonymous() != null) {
      json.writeStringProperty("anonymous", event.anonymous());
    }
    json.writeStringProperty("time", Times.text(event.time(), ZoneOffset.UTC));
    if (event.hasSent()) {
      json.writeStringProperty("sent", Times.text(event.sent(), ZoneOffset.UTC));
    }
    json.writeStringProperty("received", Times.text(event.received(), ZoneOffset.UTC));
    json.writeName("properties");
    json.writeRawValue(event.properties().toString());
    json.writeName("context");
    json.writeRawValue(event.context().toString());
    json.writeNumberProperty("partition", logged.partition());
    json.writeNumberProperty("offset", logged.offset());
    json.writeEndObject();
  }

  static byte[] schema(Schema schema) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("events");
      for (Schema.EventName event : schema.events()) {
        json.writeStartObject();
        json.writeStringProperty("name", event.name());
        json.writeNumberProperty("count", event.count());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("properties");
      for (Schema.PropertySummary property : schema.properties()) {
        json.writeStartObject();
        json.writeStringProperty("name", property.name());
        json.writeStringProperty("type", property.type());
        json.writeNumberProperty("count", property.count());
        texts(json, "events", property.events());
        texts(json, "values", property.values());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberProperty("sampled", schema.sampled());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}
