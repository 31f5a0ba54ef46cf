package dev.millrace.store;

import java.util.List;

/** Which events count. */
public sealed interface Filter {
  Filter EVERYTHING = new All(List.of());

  /** True when each is; true when there are none. */
  record All(List<Filter> filters) implements Filter {
    public All {
      filters = List.copyOf(filters);
    }
  }

  /** True when at least one is. */
  record Any(List<Filter> filters) implements Filter {
    public Any {
      filters = List.copyOf(filters);
    }
  }

  /**
   * A test of one property. An event without the property passes only {@code UNSET}, {@code !=} not
   * either: what is not there is not unequal.
   *
   * <p>The type of the value decides how it is compared: a number with what the property is as a
   * number, text and true or false with what it is as text; see {@link Property}.
   *
   * @param values one, several for {@code IN} and for {@code =} and {@code !=} with a list, none
   *     for {@code SET} and {@code UNSET}; each a String, Boolean, Long or finite Double. Those of
   *     {@link Property#TIME} are Longs, microseconds UTC, when an engine gets to see them, other
   *     than for {@code CONTAINS} and {@code STARTS_WITH}
   */
  record Test(Property property, Operator operator, List<Object> values) implements Filter {
    public Test {
      values = List.copyOf(values);
    }
  }

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
