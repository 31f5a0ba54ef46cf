package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import java.util.List;

/**
 * The largest groups, what part of the whole each is, and how it was in the period before.
 *
 * @param measures at least one; the first decides what is large
 * @param by one to {@value #MAX_TOP_BY} properties
 * @param limit groups to show
 * @param other whether the groups past the limit are shown together as one
 */
public record TopQuestion(
    List<Measure> measures, List<Property> by, int limit, boolean other, Basis basis)
    implements Question {
  static final int MAX_TOP_BY = 3;
  static final List<String> FIELDS = List.of("measures", "by", "limit", "other");

  public TopQuestion {
    measures = List.copyOf(measures);
    by = List.copyOf(by);
    Question.requireBetween("measures", measures.size(), 1, MAX_MEASURES);
    Question.requireBetween("by", by.size(), 1, MAX_TOP_BY);
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  static TopQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    List<Property> by = fields.properties("by", MAX_TOP_BY);
    if (by.isEmpty()) {
      throw invalid(
          "by: top needs one to " + MAX_TOP_BY + " properties", "such as \"by\":[\"plan\"]");
    }
    return new TopQuestion(
        TrendQuestion.measures(fields),
        by,
        fields.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
        fields.flag("other", false),
        fields.basis(Basis.DEFAULT));
  }

  @Override
  public TopQuestion withBasis(Basis basis) {
    return new TopQuestion(measures, by, limit, other, basis);
  }
}
