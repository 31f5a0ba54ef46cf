package dev.millrace.query;

import static dev.millrace.query.Words.invalid;
import static dev.millrace.query.Words.shown;

import dev.millrace.fault.MillraceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number computed from measures, which are called a, b, c in their order: {@code a / b * 100}.
 *
 * @param text the very text that asked for it
 */
public record Formula(String text, Expression value) {
  private static final String FORMS = "such as a / b * 100: measures are a, b, c in their order";

  /** What a formula is made of. */
  public sealed interface Expression {
    /** Null where there is nothing to compute with, or a division by zero. */
    @Nullable Double of(List<@Nullable Number> measures);
  }

  record Constant(double value) implements Expression {
    @Override
    public Double of(List<@Nullable Number> measures) {
      return value;
    }
  }

  record Measured(int index) implements Expression {
    @Override
    public @Nullable Double of(List<@Nullable Number> measures) {
      Number value = measures.get(index);
      return value == null ? null : (Double) value.doubleValue();
    }
  }

  record Negated(Expression value) implements Expression {
    @Override
    public @Nullable Double of(List<@Nullable Number> measures) {
      Double positive = value.of(measures);
      return positive == null ? null : (Double) (-positive);
    }
  }

  record Combined(char operator, Expression left, Expression right) implements Expression {
    @Override
    public @Nullable Double of(List<@Nullable Number> measures) {
      Double one = left.of(measures);
      Double other = right.of(measures);
      if (one == null || other == null) {
        return null;
      }
      double result =
          switch (operator) {
            case '+' -> one + other;
            case '-' -> one - other;
            case '*' -> one * other;
            default -> one / other;
          };
      return Double.isFinite(result) ? (Double) result : null;
    }
  }

  /**
   * Reads a formula.
   *
   * @param measures how many there are
   */
  static Formula parse(String text, int measures) {
    Parser parser = new Parser(text, measures);
    Expression value = parser.sum(0);
    if (!parser.atEnd()) {
      throw parser.unexpected();
    }
    return new Formula(text, value);
  }

  /** Goes through the text once, from left to right. */
  private static final class Parser {
    private static final int MAX_DEPTH = 50;

    private final String text;
    private final int measures;
    private int at;

    Parser(String text, int measures) {
      this.text = text;
      this.measures = measures;
    }

    Expression sum(int depth) {
      Expression left = product(depth);
      while (next() == '+' || next() == '-') {
        char operator = text.charAt(at++);
        left = new Combined(operator, left, product(depth));
      }
      return left;
    }

    private Expression product(int depth) {
      Expression left = factor(depth);
      while (next() == '*' || next() == '/') {
        char operator = text.charAt(at++);
        left = new Combined(operator, left, factor(depth));
      }
      return left;
    }

    private Expression factor(int depth) {
      if (depth > MAX_DEPTH) {
        throw invalid("formula: nested deeper than " + MAX_DEPTH + " levels", null);
      }
      char c = next();
      if (c == '-') {
        at++;
        return new Negated(factor(depth + 1));
      }
      if (c == '(') {
        at++;
        Expression inner = sum(depth + 1);
        if (next() != ')') {
          throw unexpected();
        }
        at++;
        return inner;
      }
      if (c >= 'a' && c <= 'z') {
        return measured(c);
      }
      return constant();
    }

    private Expression measured(char letter) {
      int index = letter - 'a';
      boolean single = at + 1 >= text.length() || !Character.isLetterOrDigit(text.charAt(at + 1));
      if (index >= measures || !single) {
        throw invalid(
            "formula: "
                + shown(text)
                + " names a measure that there is not, at character "
                + (at + 1),
            measures == 1
                ? "the only measure is a"
                : "measures are a to " + (char) ('a' + measures - 1));
      }
      at++;
      return new Measured(index);
    }

    private Expression constant() {
      int start = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      String number = text.substring(start, at);
      if (!number.matches("\\d{1,18}(\\.\\d{1,18})?")) {
        at = start;
        throw unexpected();
      }
      return new Constant(Double.parseDouble(number));
    }

    /** The next character that is no space, 0 at the end. */
    private char next() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    boolean atEnd() {
      return next() == 0;
    }

    MillraceException unexpected() {
      return invalid(
          "formula: "
              + shown(text)
              + (atEnd() ? " ends too early" : " does not fit at character " + (at + 1)),
          FORMS);
    }
  }
}
