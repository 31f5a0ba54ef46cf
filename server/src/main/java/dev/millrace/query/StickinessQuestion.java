package dev.millrace.query;

import dev.millrace.store.Every;
import dev.millrace.store.Property;
import java.util.List;

/**
 * On how many days, or in how many weeks or months, people are active.
 *
 * @param every day, week or month
 */
public record StickinessQuestion(Every every, List<Property> by, int limit, Basis basis)
    implements Question {
  static final List<String> FIELDS = List.of("every", "by", "limit");

  public StickinessQuestion {
    by = List.copyOf(by);
    Question.requireBetween("by", by.size(), 0, MAX_BY);
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  static StickinessQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    return new StickinessQuestion(
        Words.calendarEvery(fields, Every.DAY),
        fields.properties("by", MAX_BY),
        fields.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
        fields.basis(Basis.DEFAULT));
  }

  @Override
  public StickinessQuestion withBasis(Basis other) {
    return new StickinessQuestion(every, by, limit, other);
  }
}
