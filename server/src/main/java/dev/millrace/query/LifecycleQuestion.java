package dev.millrace.query;

import dev.millrace.store.Every;
import java.util.List;

/**
 * How many people are new, come again, come back, or stay away.
 *
 * @param every day, week or month
 */
public record LifecycleQuestion(Every every, Basis basis) implements Question {
  static final List<String> FIELDS = List.of("every");

  static LifecycleQuestion read(Fields fields) {
    fields.requireKnown(FIELDS);
    return new LifecycleQuestion(
        Words.calendarEvery(fields, Every.DAY), fields.basis(Basis.DEFAULT));
  }

  @Override
  public LifecycleQuestion withBasis(Basis other) {
    return new LifecycleQuestion(every, other);
  }
}
