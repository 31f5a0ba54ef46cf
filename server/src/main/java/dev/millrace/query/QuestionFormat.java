package dev.millrace.query;

import static dev.millrace.query.Words.invalid;
import static dev.millrace.query.Words.shown;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Filter;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a question from JSON. What is not understood is refused with the field, what was found
 * there and what is allowed, so that a misspelt field is never silently ignored.
 */
public final class QuestionFormat {
  private static final List<String> FIELDS =
      List.of(
          "kind",
          "measures",
          "events",
          "where",
          "by",
          "limit",
          "every",
          "from",
          "to",
          "timezone",
          "exact",
          "source",
          "after",
          "timeout");
  private static final List<String> KINDS = List.of("trend");
  private static final List<String> SOURCES = List.of("events");
  private static final List<String> TEST_FIELDS = List.of("property", "op", "value", "any", "all");
  private static final int MAX_JSON_DEPTH = 2 * Question.MAX_FILTER_DEPTH + 8;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_JSON_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private int tests;

  private QuestionFormat() {}

  /**
   * Reads a question.
   *
   * @throws MillraceException {@code malformed_json} if it is no JSON, {@code invalid_question}
   *     otherwise
   */
  public static Question parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #parse(String)}, from UTF-8. */
  public static Question parse(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new MillraceException(
          Fault.MALFORMED_JSON, "the question is no JSON: " + e.getOriginalMessage(), e);
    }
    return new QuestionFormat().question(root);
  }

  private Question question(JsonNode root) {
    if (!root.isObject()) {
      throw invalid(
          "a question is a JSON object, found " + type(root),
          "such as {\"measures\":[\"count\"],\"every\":\"hour\",\"from\":\"-1d\"}");
    }
    for (String field : root.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw Words.unknown("question", "field", field, field, FIELDS, String.join(" ", FIELDS));
      }
    }
    word(root, "kind", KINDS);
    Question none = Question.DEFAULT;
    return new Question(
        measures(root),
        texts(root, "events", Question.MAX_EVENTS, List.of()),
        root.has("where") ? filters(root.get("where"), 0) : none.where(),
        by(root),
        limit(root),
        read(root, "every", Words::every, none.every()),
        required(read(root, "from", text -> Words.moment("from", text), none.from())),
        required(read(root, "to", text -> Words.moment("to", text), none.to())),
        required(read(root, "timezone", Words::timezone, none.timezone())),
        exact(root),
        word(root, "source", SOURCES) == null ? none.source() : Question.Source.EVENTS,
        required(read(root, "after", QuestionFormat::positions, none.after())),
        required(read(root, "timeout", QuestionFormat::timeout, none.timeout())));
  }

  private static List<Measure> measures(JsonNode root) {
    List<Measure> measures =
        texts(root, "measures", Question.MAX_MEASURES, List.of("count")).stream()
            .map(Words::measure)
            .toList();
    if (measures.isEmpty()) {
      throw invalid("measures: at least one is needed", "leave the field out for count");
    }
    requireDistinct("measures", measures.stream().map(Measure::text).toList());
    return measures;
  }

  private static List<Property> by(JsonNode root) {
    List<String> names = texts(root, "by", Question.MAX_BY, List.of());
    requireDistinct("by", names);
    return names.stream().map(name -> Words.property("by", name)).toList();
  }

  private static int limit(JsonNode root) {
    JsonNode limit = root.get("limit");
    if (limit == null) {
      return Question.DEFAULT_LIMIT;
    }
    if (!limit.isIntegralNumber()
        || !limit.canConvertToInt()
        || limit.intValue() < 1
        || limit.intValue() > Question.MAX_LIMIT) {
      throw invalid(
          "limit: "
              + shown(limit.toString())
              + " is no whole number from 1 to "
              + Question.MAX_LIMIT,
          null);
    }
    return limit.intValue();
  }

  private static @Nullable Boolean exact(JsonNode root) {
    JsonNode exact = root.get("exact");
    if (exact == null) {
      return null;
    }
    if (!exact.isBoolean()) {
      throw invalid("exact: " + type(exact) + " found", "allowed: true, false");
    }
    return exact.booleanValue();
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

  /** A list of tests, all of which must hold, or a single one. */
  private Filter filters(JsonNode node, int depth) {
    if (!node.isArray()) {
      return filter(node, depth);
    }
    List<Filter> filters = new ArrayList<>();
    for (JsonNode each : node) {
      filters.add(filter(each, depth + 1));
    }
    return new Filter.All(filters);
  }

  private Filter filter(JsonNode node, int depth) {
    if (depth > Question.MAX_FILTER_DEPTH) {
      throw invalid("where: nested deeper than " + Question.MAX_FILTER_DEPTH + " levels", null);
    }
    if (!node.isObject()) {
      throw invalid(
          "where: a test is an object, found " + type(node),
          "such as {\"property\":\"plan\",\"op\":\"=\",\"value\":\"pro\"} or {\"any\":[…]}");
    }
    for (String field : node.propertyNames()) {
      if (!TEST_FIELDS.contains(field)) {
        throw Words.unknown(
            "where", "field", field, field, TEST_FIELDS, String.join(" ", TEST_FIELDS));
      }
    }
    JsonNode any = node.get("any");
    JsonNode all = node.get("all");
    if (any == null && all == null) {
      return test(node);
    }
    JsonNode list = any == null ? all : any;
    if (node.size() != 1 || list == null || !list.isArray()) {
      throw invalid("where: any and all stand alone and hold a list", "such as {\"any\":[…]}");
    }
    if (list.isEmpty()) {
      throw invalid("where: any and all need at least one test", null);
    }
    Filter.All inner = (Filter.All) filters(list, depth);
    return any == null ? inner : new Filter.Any(inner.filters());
  }

  private Filter test(JsonNode node) {
    if (++tests > Question.MAX_TESTS) {
      throw invalid("where: more than " + Question.MAX_TESTS + " tests", null);
    }
    JsonNode name = node.get("property");
    if (name == null || !name.isString()) {
      throw invalid(
          "where: property must be a text, found " + (name == null ? "nothing" : type(name)),
          "such as {\"property\":\"plan\",\"op\":\"=\",\"value\":\"pro\"}");
    }
    Property property = Words.property("where", name.stringValue());
    String op = read(node, "op", text -> text, "=");
    Operator operator = Words.operator(required(op));
    JsonNode value = node.get("value");
    List<Object> values = new ArrayList<>();
    if (value != null && value.isArray()) {
      if (value.size() > Question.MAX_VALUES) {
        throw invalid("value: more than " + Question.MAX_VALUES + " in a list", null);
      }
      value.forEach(each -> values.add(scalar(each)));
    } else if (value != null) {
      values.add(scalar(value));
    }
    return TestRules.test(property, operator, values, value != null && value.isArray());
  }

  private static Object scalar(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    throw invalid(
        "value: " + type(value) + " found",
        value.isNull()
            ? "op \"unset\" finds events without the property"
            : "allowed: a text, a number, true, false");
  }

  private static List<String> texts(JsonNode root, String field, int most, List<String> otherwise) {
    JsonNode list = root.get(field);
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
      if (each.stringValue().length() > Question.MAX_TEXT_CHARS) {
        throw invalid(
            field + ": a text has at most " + Question.MAX_TEXT_CHARS + " characters", null);
      }
      texts.add(each.stringValue());
    }
    return texts;
  }

  static void requireDistinct(String field, List<String> texts) {
    Set<String> seen = new HashSet<>();
    for (String text : texts) {
      if (!seen.add(text)) {
        throw invalid(field + ": " + shown(text) + " is there twice", "once is enough");
      }
    }
  }

  private static <T> @Nullable T read(
      JsonNode root, String field, Function<String, T> reader, @Nullable T otherwise) {
    JsonNode node = root.get(field);
    if (node == null) {
      return otherwise;
    }
    if (!node.isString()) {
      throw invalid(field + ": a text is needed, found " + type(node), null);
    }
    return reader.apply(node.stringValue());
  }

  private static @Nullable String word(JsonNode root, String field, List<String> known) {
    String word = read(root, field, text -> text, null);
    if (word != null && !known.contains(word)) {
      throw Words.unknown(field, field, word, word, known, String.join(", ", known));
    }
    return word;
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a field without a default");
    }
    return value;
  }

  private static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "the text " + shown(node.stringValue());
      case NUMBER, BOOLEAN -> shown(node.toString()).replace("\"", "");
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NULL -> "null";
      default -> "nothing";
    };
  }
}
