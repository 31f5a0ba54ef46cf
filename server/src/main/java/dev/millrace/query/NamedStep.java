package dev.millrace.query;

import static dev.millrace.query.Words.invalid;
import static dev.millrace.query.Words.shown;

import dev.millrace.store.Filter;
import dev.millrace.store.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that people do, with what the answer calls it. Written as an event's name, or as an
 * object with {@code event} or {@code events}, {@code where}, and {@code as}. Without an event it
 * is any event, as for a question.
 *
 * @param step its filter may have {@link Moment}s
 */
public record NamedStep(Step step, String name) {
  private static final List<String> FIELDS = List.of("event", "events", "where", "as");
  private static final String ANY = "any event";
  private static final String FORMS =
      "such as \"signup\" or {\"event\":\"signup\",\"where\":[…],\"as\":\"Signed up\"}";

  /**
   * @param field where it stands, for messages
   * @param more fields that it may have besides those of every step
   */
  static NamedStep read(String field, JsonNode node, FilterFormat filters, String... more) {
    if (node.isString()) {
      String event = name(field, node.stringValue());
      return new NamedStep(new Step(List.of(event), Filter.EVERYTHING), event);
    }
    if (!node.isObject()) {
      throw invalid(field + ": a step is a text or an object, found " + Fields.type(node), FORMS);
    }
    Fields fields = new Fields(node, filters);
    fields.requireKnown(field, Stream.concat(FIELDS.stream(), Stream.of(more)).toList());
    if (fields.has("event") && fields.has("events")) {
      throw invalid(field + ": a step has either event or events, not both", FORMS);
    }
    List<String> events = new ArrayList<>();
    if (fields.has("event")) {
      events.add(name(field, fields.text("event", "")));
    } else {
      fields
          .texts("events", Question.MAX_EVENTS, List.of())
          .forEach(event -> events.add(name(field, event)));
    }
    JsonNode where = fields.get("where");
    return new NamedStep(
        new Step(events, where == null ? Filter.EVERYTHING : filters.read(where)),
        Fields.shortText(
            "as", fields.text("as", events.isEmpty() ? ANY : String.join(" or ", events))));
  }

  /** A step in a field of its own. */
  static @Nullable NamedStep read(Fields fields, String field) {
    JsonNode node = fields.get(field);
    return node == null ? null : read(field, node, fields.filters());
  }

  /**
   * The step with the filter's moments resolved. Any event is any of those that are asked about.
   */
  Step resolved(Asking asking, Basis basis) {
    List<String> events = step.events().isEmpty() ? basis.events() : step.events();
    return new Step(events, asking.resolved(step.filter(), basis.timezone()));
  }

  private static String name(String field, String event) {
    if (event.isEmpty()) {
      throw invalid(field + ": " + shown(event) + " is no event's name", FORMS);
    }
    return Fields.shortText(field, event);
  }
}
