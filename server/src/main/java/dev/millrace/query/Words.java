package dev.millrace.query;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Every;
import dev.millrace.store.Filter.Operator;
import dev.millrace.store.Measure;
import dev.millrace.store.Measure.Function;
import dev.millrace.store.Property;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The single words that both forms of a question share, and what is said of those not known. */
final class Words {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})(s|m|h|d|w)");
  private static final int MAX_SHOWN_CHARS = 80;

  static final List<String> EVERY = Arrays.stream(Every.values()).map(Every::text).toList();
  private static final List<String> CALENDAR =
      Stream.of(Every.DAY, Every.WEEK, Every.MONTH).map(Every::text).toList();
  static final List<String> OPERATORS =
      Arrays.stream(Operator.values()).map(Operator::text).toList();
  private static final List<String> FUNCTIONS =
      Arrays.stream(Function.values()).map(Words::text).toList();
  private static final List<String> MEASURES =
      Stream.concat(Stream.of("count", "uniques", "per_user"), FUNCTIONS.stream()).toList();
  private static final String MEASURE_FORMS =
      "count, uniques, per_user, uniques(property), or one of sum min max avg median p75 p90 p95"
          + " p99 with a property, such as sum(amount)";

  private Words() {}

  static Measure measure(String text) {
    String word = text.strip();
    int open = word.indexOf('(');
    String name = (open < 0 ? word : word.substring(0, open)).strip();
    if (!MEASURES.contains(name)) {
      throw unknown("measures", "measure", text, name, MEASURES, MEASURE_FORMS);
    }
    if (open < 0) {
      return switch (name) {
        case "count" -> new Measure.Count(text);
        case "uniques" -> new Measure.People(text);
        case "per_user" -> new Measure.PerUser(text);
        default ->
            throw invalid(
                "measures: " + shown(text) + " lacks its property",
                "write it as " + name + "(property)");
      };
    }
    if (!word.endsWith(")")) {
      throw invalid("measures: " + shown(text) + " does not end with )", MEASURE_FORMS);
    }
    if (name.equals("count") || name.equals("per_user")) {
      throw invalid(
          "measures: " + name + " takes no property, found " + shown(text),
          "uniques(property) counts distinct values; a filter \"set\" counts events that have one");
    }
    Property property = property("measures", word.substring(open + 1, word.length() - 1).strip());
    if (name.equals("uniques")) {
      return new Measure.Distinct(text, property);
    }
    return new Measure.Aggregate(text, Function.valueOf(name.toUpperCase(Locale.ROOT)), property);
  }

  static Property property(String field, String text) {
    if (text.isEmpty() || text.length() > Question.MAX_PROPERTY_CHARS) {
      throw invalid(
          field
              + ": a property's name has 1 to "
              + Question.MAX_PROPERTY_CHARS
              + " characters, found "
              + text.length(),
          null);
    }
    return new Property(text);
  }

  static Every every(String text) {
    for (Every every : Every.values()) {
      if (every.text().equals(text)) {
        return every;
      }
    }
    throw unknown("every", "width", text, text, EVERY, String.join(", ", EVERY));
  }

  /** A width that follows the calendar. */
  static Every calendarEvery(Fields fields, Every otherwise) {
    return every(fields.word("every", CALENDAR, otherwise.text()));
  }

  static Operator operator(String text) {
    for (Operator operator : Operator.values()) {
      if (operator.text().equals(text)) {
        return operator;
      }
    }
    throw unknown("op", "operator", text, text, OPERATORS, String.join(" ", OPERATORS));
  }

  static Moment moment(String field, String text) {
    return Moment.parse(text)
        .orElseThrow(() -> invalid(field + ": " + shown(text) + " is no time", Moment.FORMS));
  }

  static ZoneId timezone(String text) {
    try {
      return ZoneId.of(text);
    } catch (ZoneRulesException _) {
      throw unknown(
          "timezone",
          "timezone",
          text,
          text,
          ZoneId.getAvailableZoneIds(),
          "such as Europe/Berlin");
    } catch (DateTimeException _) {
      throw unknown(
          "timezone",
          "timezone",
          text,
          text,
          ZoneId.getAvailableZoneIds(),
          "such as Europe/Berlin");
    }
  }

  static Duration duration(String field, String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(
          field + ": " + shown(text) + " is no length of time", "such as 500ms, 5s or 2m");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  /** A length of time that events may lie apart: longer than those that clients wait. */
  static Duration length(String field, String text) {
    Matcher matcher = LENGTH.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(
          field + ": " + shown(text) + " is no length of time", "such as 90s, 30m, 12h, 7d or 2w");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofDays(7 * amount);
    };
  }

  static void requireDistinct(String field, List<String> texts) {
    Set<String> seen = new HashSet<>();
    for (String text : texts) {
      if (!seen.add(text)) {
        throw invalid(field + ": " + shown(text) + " is there twice", "once is enough");
      }
    }
  }

  /** What is said of a word that is not one of the known. */
  static MillraceException unknown(
      String field,
      String kind,
      String found,
      String word,
      Collection<String> known,
      String allowed) {
    String nearest = nearest(word, known);
    return invalid(
        field + ": " + shown(found) + " is no known " + kind,
        nearest == null
            ? "allowed: " + allowed
            : "did you mean " + nearest + "? allowed: " + allowed);
  }

  static MillraceException invalid(String message, @Nullable String hint) {
    return new MillraceException(Fault.INVALID_QUESTION, message, hint, null);
  }

  /** The word in quotes, cut when long: messages must not carry a whole body back. */
  static String shown(String text) {
    return '"'
        + (text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…")
        + '"';
  }

  static String text(Function function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

  /** The known word that the fewest edits turn it into; null if none is near. */
  static @Nullable String nearest(String word, Collection<String> known) {
    if (word.length() > MAX_SHOWN_CHARS) {
      return null;
    }
    String nearest = null;
    int fewest = Math.max(1, word.length() / 2) + 1;
    String lower = word.toLowerCase(Locale.ROOT);
    for (String candidate : known) {
      int edits = edits(lower, candidate.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    Arrays.setAll(previous, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(swap, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
