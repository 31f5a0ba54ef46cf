package dev.millrace.query;

import dev.millrace.store.Filter;
import java.time.Duration;
import java.util.List;

/**
 * What a client wants to know, checked but not yet bound to a moment: relative times stay relative,
 * so that equal questions are one question for as long as they are asked. {@link QuestionFormat}
 * and {@link QuestionText} read it. There is one record for each kind.
 */
public sealed interface Question
    permits TrendQuestion,
        TopQuestion,
        FunnelQuestion,
        RetentionQuestion,
        StickinessQuestion,
        LifecycleQuestion,
        SessionsQuestion,
        PathsQuestion,
        UsersQuestion {
  int MAX_MEASURES = 20;
  int MAX_EVENTS = 100;
  int MAX_BY = 5;
  int MAX_LIMIT = 1_000;
  int DEFAULT_LIMIT = 10;
  int MAX_PROPERTY_CHARS = 1_000;
  int MAX_TEXT_CHARS = 1_000;
  int MAX_FILTER_DEPTH = 8;
  int MAX_TESTS = 100;
  int MAX_VALUES = 1_000;
  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  Duration MAX_TIMEOUT = Duration.ofMinutes(2);

  Basis basis();

  /** The same question on another basis. */
  Question withBasis(Basis basis);

  /** Every filter in it, wherever it stands. */
  default List<Filter> filters() {
    return List.of(basis().where());
  }

  /** Whether it is about the same events whenever it is asked. */
  default boolean isFixed() {
    return basis().from().isFixed()
        && basis().to().isFixed()
        && filters().stream().allMatch(Question::isFixed);
  }

  /** The same question without the wait for a position: what equal live questions share. */
  default Question withoutWaiting() {
    return withBasis(basis().withoutWaiting());
  }

  private static boolean isFixed(Filter filter) {
    return switch (filter) {
      case Filter.All(List<Filter> filters) -> filters.stream().allMatch(Question::isFixed);
      case Filter.Any(List<Filter> filters) -> filters.stream().allMatch(Question::isFixed);
      case Filter.Test test ->
          test.values().stream()
              .allMatch(value -> !(value instanceof Moment moment) || moment.isFixed());
    };
  }

  /** Checks a part of a question. */
  static void requireBetween(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", is " + value);
    }
  }
}
