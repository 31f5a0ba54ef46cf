package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From which event people go to which; see {@link dev.millrace.store.Paths} for what counts.
 *
 * @param start the event that paths begin with; null for the first of a session
 * @param end the event that paths end with; null for none
 * @param steps how many edges of a path are looked at
 * @param within time without an event that ends a session
 * @param repeats whether the same event in a row is more than one
 * @param minCount edges that were taken less often are left out
 * @param limit edges to keep
 */
public record PathsQuestion(
    @Nullable String start,
    @Nullable String end,
    int steps,
    Duration within,
    boolean repeats,
    int minCount,
    int limit,
    Basis basis)
    implements Question {
  static final int MAX_STEPS = 10;
  static final int DEFAULT_STEPS = 5;
  static final int DEFAULT_EDGES = 50;
  static final List<String> FIELDS =
      List.of("start", "end", "steps", "within", "repeats", "min_count", "limit");

  public PathsQuestion {
    Question.requireBetween("steps", steps, 1, MAX_STEPS);
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  static PathsQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    String start = name(fields, "start");
    String end = name(fields, "end");
    if (start != null && end != null) {
      throw invalid(
          "start and end: paths have one of them", "ask twice, or a funnel from one to the other");
    }
    return new PathsQuestion(
        start,
        end,
        fields.whole("steps", 1, MAX_STEPS, DEFAULT_STEPS),
        fields.length("within", SessionsQuestion.MAX_GAP, SessionsQuestion.DEFAULT_GAP),
        fields.flag("repeats", false),
        fields.whole("min_count", 1, Integer.MAX_VALUE, 1),
        fields.whole("limit", 1, MAX_LIMIT, DEFAULT_EDGES),
        fields.basis(Basis.DEFAULT));
  }

  private static @Nullable String name(Fields fields, String field) {
    String name = fields.read(field, text -> Fields.shortText(field, text));
    if (name != null && name.isEmpty()) {
      throw invalid(field + ": \"\" is no event's name", "leave the field out for all paths");
    }
    return name;
  }

  @Override
  public PathsQuestion withBasis(Basis other) {
    return new PathsQuestion(start, end, steps, within, repeats, minCount, limit, other);
  }
}
