package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Property;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many people come back; see {@link dev.millrace.store.Retention} for what counts.
 *
 * @param every the width of cohorts and periods: day, week or month
 * @param periods how many to follow, with period 0
 */
public record RetentionQuestion(
    Every every,
    NamedStep first,
    NamedStep returning,
    boolean firstTime,
    boolean rolling,
    int periods,
    List<Property> by,
    int limit,
    Basis basis)
    implements Question {
  static final int MAX_PERIODS = 100;
  static final int DEFAULT_PERIODS = 12;
  static final List<String> FIELDS =
      List.of("every", "first", "return", "cohort", "mode", "periods", "by", "limit");
  private static final String EXAMPLE = "such as \"first\":\"signup\",\"return\":\"login\"";

  public RetentionQuestion {
    by = List.copyOf(by);
    Question.requireBetween("periods", periods, 1, MAX_PERIODS);
    Question.requireBetween("by", by.size(), 0, MAX_BY);
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  static RetentionQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    NamedStep first = NamedStep.read(fields, "first");
    if (first == null) {
      throw invalid("first: retention needs the event that people begin with", EXAMPLE);
    }
    NamedStep returning = NamedStep.read(fields, "return");
    Every every = Words.calendarEvery(fields, Every.DAY);
    int periods = fields.whole("periods", 1, MAX_PERIODS, DEFAULT_PERIODS);
    return new RetentionQuestion(
        every,
        first,
        returning == null ? first : returning,
        fields
            .word("cohort", List.of("first_time", "recurring"), "first_time")
            .equals("first_time"),
        fields.word("mode", List.of("exact", "rolling"), "exact").equals("rolling"),
        periods,
        fields.properties("by", MAX_BY),
        fields.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
        fields.basis(Basis.DEFAULT.from(new Moment.Ago(periods - 1L, unit(every)))));
  }

  private static Moment.Unit unit(Every every) {
    return switch (every) {
      case WEEK -> Moment.Unit.WEEK;
      case MONTH -> Moment.Unit.MONTH;
      default -> Moment.Unit.DAY;
    };
  }

  @Override
  public List<Filter> filters() {
    return Stream.of(basis.where(), first.step().filter(), returning.step().filter()).toList();
  }

  @Override
  public RetentionQuestion withBasis(Basis other) {
    return new RetentionQuestion(
        every, first, returning, firstTime, rolling, periods, by, limit, other);
  }
}
