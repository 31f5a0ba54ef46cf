package dev.millrace.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in time as questions write it. Days, weeks and months are the calendar's in the
 * question's timezone; seconds, minutes and hours are lengths of time.
 */
public sealed interface Moment {
  /** What questions may write, for messages. */
  String FORMS =
      "now, today, a time before now such as -30m, -12h, -7d, -4w or -6mo, a date such as"
          + " 2026-03-01, or an ISO 8601 time such as 2026-03-01T12:00:00Z";

  /** Whether it does not depend on when the question is asked. */
  default boolean isFixed() {
    return switch (this) {
      case Now _, Today _, Ago _ -> false;
      case Date _, Local _, At _ -> true;
    };
  }

  /** The moment of the question. */
  record Now() implements Moment {}

  /** The start of the current day. */
  record Today() implements Moment {}

  /** A length of time before the question. */
  record Ago(long amount, Unit unit) implements Moment {}

  /** The start of a day. */
  record Date(LocalDate date) implements Moment {}

  /** A time on the wall, in the question's timezone. */
  record Local(LocalDateTime time) implements Moment {}

  /** A time that carries its own offset. */
  record At(Instant instant) implements Moment {}

  /** The units of {@link Ago}. */
  enum Unit {
    SECOND("s", ChronoUnit.SECONDS),
    MINUTE("m", ChronoUnit.MINUTES),
    HOUR("h", ChronoUnit.HOURS),
    DAY("d", ChronoUnit.DAYS),
    WEEK("w", ChronoUnit.WEEKS),
    MONTH("mo", ChronoUnit.MONTHS);

    private final String text;
    private final ChronoUnit unit;

    Unit(String text, ChronoUnit unit) {
      this.text = text;
      this.unit = unit;
    }

    public String text() {
      return text;
    }

    /** Whether it is a length of time, not of the calendar. */
    boolean isLength() {
      return unit.isTimeBased();
    }
  }

  /**
   * The instant that this means.
   *
   * @throws DateTimeException if it is outside of what the calendar knows
   */
  default Instant resolve(Instant now, ZoneId zone) {
    return switch (this) {
      case Now() -> now;
      case Today() ->
          ZonedDateTime.ofInstant(now, zone).toLocalDate().atStartOfDay(zone).toInstant();
      case Ago(long amount, Unit unit) ->
          ZonedDateTime.ofInstant(now, zone).minus(amount, unit.unit).toInstant();
      case Date(LocalDate date) -> date.atStartOfDay(zone).toInstant();
      case Local(LocalDateTime time) -> time.atZone(zone).toInstant();
      case At(Instant instant) -> instant;
    };
  }

  /** Reads any of {@link #FORMS}; empty if it is none of them. */
  static Optional<Moment> parse(String text) {
    String word = text.strip();
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "now" -> Optional.of(new Now());
      case "today" -> Optional.of(new Today());
      default -> ago(word).or(() -> calendar(word));
    };
  }

  private static Optional<Moment> ago(String text) {
    Matcher matcher = Pattern.compile("-(\\d{1,9})(s|m|h|d|w|mo)").matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    for (Unit unit : Unit.values()) {
      if (unit.text.equals(matcher.group(2))) {
        return Optional.of(new Ago(amount, unit));
      }
    }
    return Optional.empty();
  }

  private static Optional<Moment> calendar(String text) {
    try {
      return Optional.of(
          switch (DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from)) {
            case OffsetDateTime time -> new At(time.toInstant());
            case LocalDateTime time -> new Local(time);
            default -> throw new DateTimeException(text);
          });
    } catch (DateTimeException _) {
      try {
        return Optional.of(new Date(LocalDate.parse(text)));
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    }
  }
}
