package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import dev.millrace.store.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is made of a trend's numbers once they are measured.
 *
 * @param compare whether the same measures of the period before stand beside them
 * @param formulas further columns, computed from the measures
 * @param cumulative whether counts, sums and people are those since the start of the range
 * @param average over how many buckets each number is averaged, 1 for none
 */
public record Refinement(boolean compare, List<Formula> formulas, boolean cumulative, int average) {
  static final int MAX_FORMULAS = 10;
  static final int MAX_AVERAGE = 1_000;
  static final List<String> FIELDS = List.of("compare", "formula", "cumulative", "moving_average");

  /** The numbers as they are measured. */
  public static final Refinement NONE = new Refinement(false, List.of(), false, 1);

  public Refinement {
    formulas = List.copyOf(formulas);
  }

  static Refinement read(Fields fields, List<Measure> measures) {
    boolean cumulative = fields.flag("cumulative", false);
    int average = fields.whole("moving_average", 1, MAX_AVERAGE, 1);
    if (cumulative && average > 1) {
      throw invalid(
          "moving_average: running totals are not averaged",
          "ask for either cumulative or moving_average");
    }
    List<Formula> formulas =
        formulas(fields).stream().map(text -> Formula.parse(text, measures.size())).toList();
    Words.requireDistinct(
        "formula",
        Stream.concat(measures.stream().map(Measure::text), formulas.stream().map(Formula::text))
            .toList());
    return new Refinement(
        fields.word("compare", List.of("previous"), "").equals("previous"),
        formulas,
        cumulative,
        average);
  }

  private static List<String> formulas(Fields fields) {
    JsonNode node = fields.get("formula");
    if (node == null) {
      return List.of();
    }
    if (node.isString()) {
      return new ArrayList<>(List.of(Fields.shortText("formula", node.stringValue())));
    }
    return fields.texts("formula", MAX_FORMULAS, List.of());
  }
}
