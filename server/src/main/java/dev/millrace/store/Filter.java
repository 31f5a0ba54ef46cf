package dev.millrace.store;

import java.util.List;

/** Which events count. */
public sealed interface Filter {
  Filter EVERYTHING = new All(List.of());

  /** True when each is; true when there are none. */
  record All(List<Filter> filters) implements Filter {}

  /** True when at least one is. */
  record Any(List<Filter> filters) implements Filter {}

  /**
   * A test of one property. An event without the property passes only {@code UNSET}, {@code !=}
   * too: what is not there is not equal.
   *
   * @param values one, several for {@code IN} and for {@code =} and {@code !=} with a list, none
   *     for {@code SET} and {@code UNSET}; each a String, Boolean, Long or Double
   */
  record Test(Property property, Operator operator, List<Object> values) implements Filter {}

  /** The tests; {@link #text} is how questions write them. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    CONTAINS("contains"),
    STARTS_WITH("starts_with"),
    IN("in"),
    SET("set"),
    UNSET("unset");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
