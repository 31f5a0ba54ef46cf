package dev.millrace.query;

import static dev.millrace.query.Words.invalid;
import static dev.millrace.query.Words.shown;

import dev.millrace.event.Positions;
import dev.millrace.store.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object in a question. What is not understood is refused with the field, what
 * was found there and what is allowed, so that a misspelt field is never silently ignored.
 */
final class Fields {
  private static final List<String> BASIS =
      List.of(
          "kind",
          "events",
          "where",
          "from",
          "to",
          "timezone",
          "exact",
          "source",
          "after",
          "timeout");
  private static final List<String> SOURCES = List.of("events");

  private final JsonNode node;
  private final FilterFormat filters;

  /**
   * @param filters the same for all objects of a question, since it bounds their tests together
   */
  Fields(JsonNode node, FilterFormat filters) {
    this.node = node;
    this.filters = filters;
  }

  FilterFormat filters() {
    return filters;
  }

  /** Refuses fields of the question that its kind does not have. */
  void requireKnown(List<String> own) {
    requireKnown(
        "question",
        Stream.concat(Stream.of("kind"), Stream.concat(own.stream(), BASIS.stream().skip(1)))
            .toList());
  }

  void requireKnown(String what, List<String> known) {
    for (String field : node.propertyNames()) {
      if (!known.contains(field)) {
        throw Words.unknown(what, "field", field, field, known, String.join(" ", known));
      }
    }
  }

  boolean has(String field) {
    return node.has(field);
  }

  @Nullable JsonNode get(String field) {
    return node.get(field);
  }

  /** What every kind says. */
  Basis basis(Basis none) {
    Moment from = read("from", text -> Words.moment("from", text));
    Moment to = read("to", text -> Words.moment("to", text));
    Positions after = read("after", Fields::positions);
    Duration timeout = read("timeout", Fields::timeout);
    return new Basis(
        texts("events", Question.MAX_EVENTS, List.of()),
        has("where") ? filters.read(node.get("where")) : none.where(),
        from == null ? none.from() : from,
        to == null ? none.to() : to,
        has("timezone") ? Words.timezone(text("timezone", "")) : none.timezone(),
        has("exact") ? (Boolean) flag("exact", false) : none.exact(),
        word("source", SOURCES, "").isEmpty() ? none.source() : Basis.Source.EVENTS,
        after == null ? none.after() : after,
        timeout == null ? none.timeout() : timeout);
  }

  /** A text, as the reader understands it; null if the field is missing. */
  <T> @Nullable T read(String field, Function<String, T> reader) {
    JsonNode value = node.get(field);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw invalid(field + ": a text is needed, found " + type(value), null);
    }
    return reader.apply(value.stringValue());
  }

  String text(String field, String otherwise) {
    String text = read(field, Function.identity());
    return text == null ? otherwise : text;
  }

  /** One of a few known words. */
  String word(String field, List<String> known, String otherwise) {
    String word = read(field, Function.identity());
    if (word == null) {
      return otherwise;
    }
    if (!known.contains(word)) {
      throw Words.unknown(field, field, word, word, known, String.join(", ", known));
    }
    return word;
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode flag = node.get(field);
    if (flag == null) {
      return otherwise;
    }
    if (!flag.isBoolean()) {
      throw invalid(field + ": " + type(flag) + " found", "allowed: true, false");
    }
    return flag.booleanValue();
  }

  int whole(String field, int least, int most, int otherwise) {
    JsonNode number = node.get(field);
    if (number == null) {
      return otherwise;
    }
    if (!number.isIntegralNumber()
        || !number.canConvertToInt()
        || number.intValue() < least
        || number.intValue() > most) {
      throw invalid(
          field
              + ": "
              + shown(number.toString())
              + " is no whole number from "
              + least
              + " to "
              + most,
          null);
    }
    return number.intValue();
  }

  /** A length of time, which must not be zero. */
  Duration length(String field, Duration most, Duration otherwise) {
    Duration length = read(field, text -> Words.length(field, text));
    if (length == null) {
      return otherwise;
    }
    if (length.isZero() || length.compareTo(most) > 0) {
      throw invalid(
          field
              + ": "
              + shown(text(field, ""))
              + " is not between nothing and "
              + most.toDays()
              + "d",
          "such as 30m, 12h or 7d");
    }
    return length;
  }

  List<Property> properties(String field, int most) {
    List<String> names = texts(field, most, List.of());
    Words.requireDistinct(field, names);
    return names.stream().map(name -> Words.property(field, name)).toList();
  }

  List<String> texts(String field, int most, List<String> otherwise) {
    JsonNode list = node.get(field);
    if (list == null) {
      return otherwise;
    }
    if (!list.isArray()) {
      throw invalid(
          field + ": a list of texts is needed, found " + type(list),
          "such as \"" + field + "\":[\"…\"]");
    }
    if (list.size() > most) {
      throw invalid(field + ": at most " + most + ", found " + list.size(), null);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      if (!each.isString()) {
        throw invalid(field + ": a list of texts is needed, found " + type(each) + " in it", null);
      }
      texts.add(shortText(field, each.stringValue()));
    }
    return texts;
  }

  /** A list of anything; none if the field is missing. */
  List<JsonNode> list(String field, int most) {
    JsonNode list = node.get(field);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray()) {
      throw invalid(
          field + ": a list is needed, found " + type(list), "such as \"" + field + "\":[…]");
    }
    if (list.size() > most) {
      throw invalid(field + ": at most " + most + ", found " + list.size(), null);
    }
    return list.valueStream().toList();
  }

  static String shortText(String field, String text) {
    if (text.length() > Question.MAX_TEXT_CHARS) {
      throw invalid(
          field + ": a text has at most " + Question.MAX_TEXT_CHARS + " characters", null);
    }
    return text;
  }

  /** What was found, for messages. */
  static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "the text " + shown(node.stringValue());
      case NUMBER, BOOLEAN -> shown(node.toString()).replace("\"", "");
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NULL -> "null";
      default -> "nothing";
    };
  }

  private static Positions positions(String text) {
    try {
      return Positions.parse(text);
    } catch (IllegalArgumentException _) {
      throw invalid(
          "after: " + shown(text) + " is no position",
          "send what the answer to an event had in its header millrace-position, such as 0:41,2:7");
    }
  }

  private static Duration timeout(String text) {
    Duration timeout = Words.duration("timeout", text);
    if (timeout.compareTo(Question.MAX_TIMEOUT) > 0) {
      throw invalid(
          "timeout: " + shown(text) + " is too long",
          "at most " + Question.MAX_TIMEOUT.toSeconds() + "s");
    }
    return timeout;
  }
}
