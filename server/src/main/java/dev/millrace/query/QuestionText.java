package dev.millrace.query;

import static dev.millrace.query.Words.invalid;
import static dev.millrace.query.Words.shown;

import dev.millrace.fault.MillraceException;
import dev.millrace.query.QuestionTokens.Token;
import dev.millrace.store.Every;
import dev.millrace.store.Filter;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a question from the short form of the command line, such as {@code count, p95(amount) of
 * checkout by plan where country = "DE" and amount > 10 every hour from -1d in Europe/Berlin}.
 *
 * <pre>
 *   [MEASURE, …] [of EVENT, …] [by PROPERTY, …] [where TEST and TEST or TEST …] [every WIDTH]
 *   [from TIME] [to TIME] [in TIMEZONE] [limit N] [exact]
 *
 *   TEST   PROPERTY = | != | &gt; | &gt;= | &lt; | &lt;= | contains | starts_with | in VALUE, …
 *          PROPERTY set | unset
 * </pre>
 *
 * Words with spaces or commas, and texts that look like a number, stand in quotes.
 */
public final class QuestionText {
  private static final List<String> CLAUSES =
      List.of("of", "by", "where", "every", "from", "to", "in", "limit", "exact");
  private static final String SHAPE =
      "write: count, sum(amount) of EVENT by PROPERTY where PROPERTY = VALUE and … every hour from"
          + " -7d to now in Europe/Berlin limit 10";

  private final List<Token> tokens;
  private int next;

  private List<Measure> measures = TrendQuestion.DEFAULT.measures();
  private List<String> events = List.of();
  private List<Property> by = List.of();
  private Filter where = Filter.EVERYTHING;
  private int limit = Question.DEFAULT_LIMIT;
  private @Nullable Every every;
  private Moment from = Basis.DEFAULT.from();
  private Moment to = Basis.DEFAULT.to();
  private ZoneId timezone = Basis.DEFAULT.timezone();
  private @Nullable Boolean exact;

  private QuestionText(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a question.
   *
   * @throws MillraceException {@code invalid_question}, naming the word that does not fit
   */
  public static TrendQuestion parse(String text) {
    return new QuestionText(QuestionTokens.of(text)).question();
  }

  private TrendQuestion question() {
    if (!atEnd() && !atClause()) {
      List<String> texts = list("a measure", Question.MAX_MEASURES);
      Words.requireDistinct("measures", texts);
      measures = texts.stream().map(Words::measure).toList();
    }
    Set<String> seen = new HashSet<>();
    while (!atEnd()) {
      String clause = tokens.get(next).text().toLowerCase(Locale.ROOT);
      if (tokens.get(next).quoted() || !CLAUSES.contains(clause)) {
        throw unexpected(tokens.get(next).text());
      }
      if (!seen.add(clause)) {
        throw invalid(shown(clause) + " is there twice", SHAPE);
      }
      next++;
      read(clause);
    }
    return new TrendQuestion(
        measures,
        by,
        limit,
        every,
        new Basis(
            events,
            where,
            from,
            to,
            timezone,
            exact,
            Basis.Source.CHEAPEST,
            Basis.DEFAULT.after(),
            Question.DEFAULT_TIMEOUT));
  }

  private void read(String clause) {
    switch (clause) {
      case "of" -> events = list("an event's name", Question.MAX_EVENTS);
      case "by" -> {
        List<String> names = list("a property", Question.MAX_BY);
        Words.requireDistinct("by", names);
        by = names.stream().map(name -> Words.property("by", name)).toList();
      }
      case "where" -> where = alternatives();
      case "every" -> every = Words.every(take("a width").text());
      case "from" -> from = Words.moment("from", take("a time").text());
      case "to" -> to = Words.moment("to", take("a time").text());
      case "in" -> timezone = Words.timezone(take("a timezone").text());
      case "limit" -> limit = limit(take("a number").text());
      default -> exact = true;
    }
  }

  private static int limit(String text) {
    if (!text.matches("\\d{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > Question.MAX_LIMIT) {
      throw invalid(
          "limit: " + shown(text) + " is no whole number from 1 to " + Question.MAX_LIMIT, null);
    }
    return Integer.parseInt(text);
  }

  /** Tests joined by and bind closer than those joined by or. */
  private Filter alternatives() {
    int tests = 0;
    List<Filter> alternatives = new ArrayList<>();
    do {
      List<Filter> all = new ArrayList<>();
      do {
        all.add(test());
        tests++;
      } while (skip("and"));
      alternatives.add(new Filter.All(all));
    } while (skip("or"));
    if (tests > Question.MAX_TESTS) {
      throw invalid("where: more than " + Question.MAX_TESTS + " tests", null);
    }
    return alternatives.size() == 1 ? alternatives.getFirst() : new Filter.Any(alternatives);
  }

  private Filter test() {
    Property property = Words.property("where", take("a property").text());
    Operator operator = Words.operator(take("an operator after " + property.text()).text());
    if (operator == Operator.SET || operator == Operator.UNSET) {
      return TestRules.test(property, operator, List.of(), false);
    }
    List<Object> values = new ArrayList<>();
    do {
      values.add(take("a value after " + operator.text()).value());
    } while (skip(","));
    if (values.size() > Question.MAX_VALUES) {
      throw invalid("where: more than " + Question.MAX_VALUES + " values in a list", null);
    }
    return TestRules.test(property, operator, values, values.size() > 1);
  }

  private List<String> list(String what, int most) {
    List<String> texts = new ArrayList<>();
    do {
      texts.add(take(what).text());
    } while (skip(","));
    if (texts.size() > most) {
      throw invalid("at most " + most + " times " + what + ", found " + texts.size(), SHAPE);
    }
    return texts;
  }

  private Token take(String what) {
    if (atEnd()) {
      throw invalid("the question ends where " + what + " is needed", SHAPE);
    }
    Token token = tokens.get(next);
    if (token.is(",")) {
      throw invalid("found \",\" where " + what + " is needed", SHAPE);
    }
    next++;
    return token;
  }

  private boolean skip(String word) {
    if (atEnd() || !tokens.get(next).is(word)) {
      return false;
    }
    next++;
    return true;
  }

  private boolean atEnd() {
    return next == tokens.size();
  }

  private boolean atClause() {
    return CLAUSES.stream().anyMatch(tokens.get(next)::is);
  }

  private static MillraceException unexpected(String word) {
    String nearest = Words.nearest(word, CLAUSES);
    return invalid(
        shown(word)
            + " does not fit here; a list needs commas, and what follows is one of "
            + String.join(" ", CLAUSES),
        nearest == null ? SHAPE : "did you mean " + nearest + "? " + SHAPE);
  }
}
