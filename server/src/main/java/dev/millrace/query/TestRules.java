package dev.millrace.query;

import static dev.millrace.query.Words.invalid;
import static dev.millrace.query.Words.shown;

import dev.millrace.store.Filter;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Checks that a test's operator and values fit, whichever form they were written in. */
final class TestRules {
  private TestRules() {}

  /**
   * @param values each a String, Boolean, Long or finite Double
   * @param list whether they were written as a list
   */
  static Filter.Test test(Property property, Operator operator, List<Object> values, boolean list) {
    String name = "where: " + shown(property.text()) + " " + operator.text();
    switch (operator) {
      case SET, UNSET -> {
        if (!values.isEmpty()) {
          throw invalid(name + " takes no value", null);
        }
      }
      case EQUAL, NOT_EQUAL, IN -> {
        if (values.isEmpty()) {
          throw invalid(
              name + " needs a value", "a text, a number, true, false, or a list of them");
        }
      }
      default -> {
        if (values.size() != 1 || list) {
          throw invalid(name + " needs one value", "only =, != and in take a list");
        }
      }
    }
    for (Object value : values) {
      requireFitting(name, operator, value);
    }
    return new Filter.Test(property, operator, fitting(name, property, operator, values));
  }

  private static void requireFitting(String name, Operator operator, Object value) {
    switch (operator) {
      case CONTAINS, STARTS_WITH -> {
        if (!(value instanceof String)) {
          throw invalid(name + " needs a text, found " + value, "put it in quotes");
        }
      }
      case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> {
        if (value instanceof Boolean) {
          throw invalid(
              name + " needs a number or a text, found " + value, "true and false take = ");
        }
      }
      default -> {}
    }
    if (value instanceof String text && text.length() > Question.MAX_TEXT_CHARS) {
      throw invalid(
          name
              + ": a text has at most "
              + Question.MAX_TEXT_CHARS
              + " characters, found "
              + text.length(),
          null);
    }
  }

  /** Values of {@code time} become moments. */
  private static List<Object> fitting(
      String name, Property property, Operator operator, List<Object> values) {
    if (!property.equals(Property.TIME)
        || operator == Operator.CONTAINS
        || operator == Operator.STARTS_WITH) {
      return values;
    }
    List<Object> moments = new ArrayList<>();
    for (Object value : values) {
      moments.add(
          switch (value) {
            case String text -> Words.moment(name, text);
            case Long millis -> new Moment.At(Instant.ofEpochMilli(millis));
            case Double millis -> new Moment.At(Instant.ofEpochMilli(millis.longValue()));
            default -> throw invalid(name + " needs a time, found " + value, Moment.FORMS);
          });
    }
    return moments;
  }
}
