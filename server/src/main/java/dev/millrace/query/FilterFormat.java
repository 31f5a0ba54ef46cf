package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Filter;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Property;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the filters of one question from JSON, and bounds how many tests they have together. */
final class FilterFormat {
  private static final List<String> FIELDS = List.of("property", "op", "value", "any", "all");

  private int tests;

  /** A list of tests, all of which must hold, or a single one. */
  Filter read(JsonNode node) {
    return filters(node, 0);
  }

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
          "where: a test is an object, found " + Fields.type(node),
          "such as {\"property\":\"plan\",\"op\":\"=\",\"value\":\"pro\"} or {\"any\":[…]}");
    }
    Fields fields = new Fields(node, this);
    fields.requireKnown("where", FIELDS);
    JsonNode any = node.get("any");
    JsonNode all = node.get("all");
    if (any == null && all == null) {
      return test(fields);
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

  private Filter test(Fields fields) {
    if (++tests > Question.MAX_TESTS) {
      throw invalid("where: more than " + Question.MAX_TESTS + " tests", null);
    }
    JsonNode name = fields.get("property");
    if (name == null || !name.isString()) {
      throw invalid(
          "where: property must be a text, found " + (name == null ? "nothing" : Fields.type(name)),
          "such as {\"property\":\"plan\",\"op\":\"=\",\"value\":\"pro\"}");
    }
    Property property = Words.property("where", name.stringValue());
    Operator operator = Words.operator(fields.text("op", "="));
    JsonNode value = fields.get("value");
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
        "value: " + Fields.type(value) + " found",
        value.isNull()
            ? "op \"unset\" finds events without the property"
            : "allowed: a text, a number, true, false");
  }
}
