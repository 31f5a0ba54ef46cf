package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Every;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How measures went over time; the kind of a question that names none.
 *
 * @param measures at least one, no two with the same text
 * @param by properties to break down by, at most {@value Question#MAX_BY}
 * @param limit groups to keep, 1 to {@value Question#MAX_LIMIT}
 * @param every width of the buckets; null lets the planner choose
 * @param refinement what is made of the numbers
 */
public record TrendQuestion(
    List<Measure> measures,
    List<Property> by,
    int limit,
    @Nullable Every every,
    Refinement refinement,
    Basis basis)
    implements Question {
  static final List<String> FIELDS =
      Stream.concat(Stream.of("measures", "by", "limit", "every"), Refinement.FIELDS.stream())
          .toList();

  /** Count of all events over the last 7 days in UTC. */
  public static final TrendQuestion DEFAULT =
      new TrendQuestion(
          List.of(new Measure.Count("count")), List.of(), DEFAULT_LIMIT, null, Basis.DEFAULT);

  public TrendQuestion {
    measures = List.copyOf(measures);
    by = List.copyOf(by);
    Question.requireBetween("measures", measures.size(), 1, MAX_MEASURES);
    Question.requireBetween("by", by.size(), 0, MAX_BY);
    Question.requireBetween("limit", limit, 1, MAX_LIMIT);
  }

  /** A trend of plain numbers. */
  public TrendQuestion(
      List<Measure> measures, List<Property> by, int limit, @Nullable Every every, Basis basis) {
    this(measures, by, limit, every, Refinement.NONE, basis);
  }

  static TrendQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    List<Measure> measures = measures(fields);
    return new TrendQuestion(
        measures,
        fields.properties("by", MAX_BY),
        fields.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
        fields.read("every", Words::every),
        Refinement.read(fields, measures),
        fields.basis(Basis.DEFAULT));
  }

  static List<Measure> measures(Fields fields) {
    List<Measure> measures =
        fields.texts("measures", MAX_MEASURES, List.of("count")).stream()
            .map(Words::measure)
            .toList();
    if (measures.isEmpty()) {
      throw invalid("measures: at least one is needed", "leave the field out for count");
    }
    Words.requireDistinct("measures", measures.stream().map(Measure::text).toList());
    return measures;
  }

  @Override
  public TrendQuestion withBasis(Basis other) {
    return new TrendQuestion(measures, by, limit, every, refinement, other);
  }
}
