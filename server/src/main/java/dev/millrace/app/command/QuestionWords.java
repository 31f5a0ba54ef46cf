package dev.millrace.app.command;

import dev.millrace.query.Basis;
import dev.millrace.query.Moment;
import dev.millrace.query.QuestionText;
import dev.millrace.query.TrendQuestion;
import dev.millrace.store.Filter;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Property;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A question in words as the JSON that the server reads. */
final class QuestionWords {
  private static final JsonMapper JSON = JsonMapper.shared();

  private QuestionWords() {}

  /** Throws {@code invalid_question}, naming the word that does not fit. */
  static String toJson(String words) {
    TrendQuestion question = QuestionText.parse(words);
    Basis basis = question.basis();
    ObjectNode json = JSON.createObjectNode();
    json.put("kind", "trend");
    ArrayNode measures = json.putArray("measures");
    question.measures().forEach(measure -> measures.add(measure.text()));
    if (!basis.events().isEmpty()) {
      basis.events().forEach(json.putArray("events")::add);
    }
    if (!basis.where().equals(Filter.EVERYTHING)) {
      where(json.putArray("where"), basis.where());
    }
    if (!question.by().isEmpty()) {
      ArrayNode by = json.putArray("by");
      question.by().forEach(property -> by.add(property.text()));
      json.put("limit", question.limit());
    }
    if (question.every() != null) {
      json.put("every", question.every().text());
    }
    json.put("from", text(basis.from()));
    json.put("to", text(basis.to()));
    json.put("timezone", basis.timezone().getId());
    if (basis.exact() != null) {
      json.put("exact", basis.exact());
    }
    return json.toString();
  }

  /** The outermost list of tests means all of them. */
  private static void where(ArrayNode list, Filter filter) {
    if (filter instanceof Filter.All all) {
      all.filters().forEach(each -> add(list, each));
    } else {
      add(list, filter);
    }
  }

  private static void add(ArrayNode list, Filter filter) {
    ObjectNode json = list.addObject();
    switch (filter) {
      case Filter.All all -> all.filters().forEach(each -> add(json.withArray("all"), each));
      case Filter.Any any -> any.filters().forEach(each -> add(json.withArray("any"), each));
      case Filter.Test test -> {
        json.put("property", test.property().text());
        json.put("op", test.operator().text());
        boolean isTime = test.property().equals(Property.TIME);
        List<Object> values = test.values();
        if (values.size() == 1 && test.operator() != Operator.IN) {
          json.set("value", JSON.valueToTree(value(values.getFirst(), isTime)));
        } else if (!values.isEmpty()) {
          ArrayNode several = json.putArray("value");
          values.forEach(value -> several.add(JSON.<JsonNode>valueToTree(value(value, isTime))));
        }
      }
    }
  }

  private static Object value(Object value, boolean isTime) {
    return switch (value) {
      case Moment moment -> text(moment);
      case Long micros when isTime -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
      default -> value;
    };
  }

  private static String text(Moment moment) {
    return switch (moment) {
      case Moment.Now() -> "now";
      case Moment.Today() -> "today";
      case Moment.Ago(long amount, Moment.Unit unit) -> "-" + amount + unit.text();
      case Moment.Date(LocalDate date) -> date.toString();
      case Moment.Local(LocalDateTime time) -> time.toString();
      case Moment.At(Instant instant) -> instant.toString();
    };
  }
}
