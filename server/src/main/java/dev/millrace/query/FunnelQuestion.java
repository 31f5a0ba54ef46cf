package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Filter;
import dev.millrace.store.Funnel;
import dev.millrace.store.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How far people get through a row of steps; see {@link Funnel} for what counts.
 *
 * @param people whose names are wanted instead of numbers; null for numbers
 * @param limit groups to keep, or people of a page
 * @param cursor the page of people after this; null for the first
 */
public record FunnelQuestion(
    List<NamedStep> steps,
    Duration within,
    Funnel.Order order,
    List<Excluded> excluded,
    List<Property> by,
    int limit,
    @Nullable Wanted people,
    @Nullable String cursor,
    Basis basis)
    implements Question {
  static final int MIN_STEPS = 2;
  static final int MAX_STEPS = 20;
  static final int MAX_EXCLUDED = 5;
  static final int DEFAULT_PEOPLE = 50;
  static final Duration MAX_WITHIN = Duration.ofDays(366);
  static final Duration DEFAULT_WITHIN = Duration.ofDays(7);
  static final List<String> FIELDS =
      List.of("steps", "within", "order", "by", "limit", "exclude", "people", "cursor");
  private static final List<String> ORDERS = List.of("ordered", "strict", "any");

  /** An event that ends the way between two steps, which are numbered from 1. */
  public record Excluded(NamedStep step, int after, int before) {}

  /**
   * @param step who got to it, from 1
   * @param dropped only who got no further
   */
  public record Wanted(int step, boolean dropped) {}

  public FunnelQuestion {
    steps = List.copyOf(steps);
    excluded = List.copyOf(excluded);
    by = List.copyOf(by);
    Question.requireBetween("steps", steps.size(), MIN_STEPS, MAX_STEPS);
    Question.requireBetween("exclude", excluded.size(), 0, MAX_EXCLUDED);
    Question.requireBetween("by", by.size(), 0, MAX_BY);
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  static FunnelQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    List<NamedStep> steps = steps(fields);
    Funnel.Order order =
        Funnel.Order.values()[ORDERS.indexOf(fields.word("order", ORDERS, "ordered"))];
    List<Excluded> excluded = excluded(fields, steps.size());
    if (order == Funnel.Order.ANY && !excluded.isEmpty()) {
      throw invalid(
          "exclude: steps in any order have nothing between them",
          "leave exclude out, or ask for \"order\":\"ordered\"");
    }
    Wanted people = people(fields, steps.size());
    List<Property> by = fields.properties("by", MAX_BY);
    if (people != null && !by.isEmpty()) {
      throw invalid(
          "people: the people of all groups are listed, so by has no place here",
          "put the group in the first step's where");
    }
    if (people == null && fields.has("cursor")) {
      throw invalid("cursor: only people come in pages", "such as \"people\":{\"step\":2}");
    }
    return new FunnelQuestion(
        steps,
        fields.length("within", MAX_WITHIN, DEFAULT_WITHIN),
        order,
        excluded,
        by,
        fields.whole("limit", 1, MAX_LIMIT, people == null ? DEFAULT_LIMIT : DEFAULT_PEOPLE),
        people,
        fields.has("cursor") ? Fields.shortText("cursor", fields.text("cursor", "")) : null,
        fields.basis(Basis.DEFAULT));
  }

  private static List<NamedStep> steps(Fields fields) {
    List<NamedStep> steps = new ArrayList<>();
    for (JsonNode node : fields.list("steps", MAX_STEPS)) {
      steps.add(NamedStep.read("steps", node, fields.filters()));
    }
    if (steps.size() < MIN_STEPS) {
      throw invalid(
          "steps: a funnel has " + MIN_STEPS + " to " + MAX_STEPS + ", found " + steps.size(),
          "such as \"steps\":[\"signup\",\"purchase\"]");
    }
    return steps;
  }

  private static List<Excluded> excluded(Fields fields, int steps) {
    List<Excluded> excluded = new ArrayList<>();
    for (JsonNode node : fields.list("exclude", MAX_EXCLUDED)) {
      NamedStep step = NamedStep.read("exclude", node, fields.filters(), "after", "before");
      if (step.step().events().isEmpty()) {
        throw invalid("exclude: an event is needed", "such as \"exclude\":[\"refund\"]");
      }
      Fields own = new Fields(node, fields.filters());
      int after = own.whole("after", 1, steps - 1, 1);
      int before = own.whole("before", 2, steps, steps);
      if (before <= after) {
        throw invalid(
            "exclude: before is " + before + ", which is no step later than after, " + after,
            "steps are numbered from 1");
      }
      excluded.add(new Excluded(step, after, before));
    }
    return excluded;
  }

  private static @Nullable Wanted people(Fields fields, int steps) {
    JsonNode node = fields.get("people");
    if (node == null) {
      return null;
    }
    if (!node.isObject() || !node.has("step")) {
      throw invalid(
          "people: an object with a step is needed, found " + Fields.type(node),
          "such as {\"step\":2,\"dropped\":false}");
    }
    Fields own = new Fields(node, fields.filters());
    own.requireKnown("people", List.of("step", "dropped"));
    return new Wanted(own.whole("step", 1, steps, 1), own.flag("dropped", false));
  }

  @Override
  public List<Filter> filters() {
    return Stream.of(
            Stream.of(basis.where()),
            steps.stream().map(each -> each.step().filter()),
            excluded.stream().map(each -> each.step().step().filter()))
        .flatMap(filters -> filters)
        .toList();
  }

  @Override
  public FunnelQuestion withBasis(Basis other) {
    return new FunnelQuestion(steps, within, order, excluded, by, limit, people, cursor, other);
  }
}
