package dev.millrace.query;

import static dev.millrace.query.Words.invalid;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time that a question is about.
 *
 * @param from microseconds, inclusive
 * @param to microseconds, exclusive, after {@code from}
 */
record Period(long from, long to, ZoneId zone) {
  static final Instant FIRST = year(1);
  static final Instant LAST = year(9999);

  static Period of(Basis basis, Instant now) {
    ZoneId zone = basis.timezone();
    long from = micros("from", basis.from(), now, zone);
    long to = micros("to", basis.to(), now, zone);
    if (from >= to) {
      throw invalid(
          "from: " + Times.text(from, zone) + " is not before to, which is " + Times.text(to, zone),
          "to is exclusive and is now unless given");
    }
    return new Period(from, to, zone);
  }

  /**
   * The period of equal length just before. The length is what a clock on the wall shows, so that
   * days come before days although the clock was changed between them; but if the question counts
   * hours, minutes or seconds back, it is so many of them.
   */
  Period before(Basis basis) {
    if (basis.from() instanceof Moment.Ago(_, Moment.Unit unit) && unit.isLength()) {
      return new Period(from - (to - from), from, zone);
    }
    LocalDateTime start = local(from);
    LocalDateTime earlier = start.minus(Duration.between(start, local(to)));
    long before = Times.micros(earlier.atZone(zone).toInstant());
    // A clock that was set back may show the same twice.
    return new Period(before < from ? before : from - (to - from), from, zone);
  }

  private LocalDateTime local(long micros) {
    return LocalDateTime.ofInstant(Times.instant(micros), zone);
  }

  static long micros(String field, Moment moment, Instant now, ZoneId zone) {
    Instant instant;
    try {
      instant = moment.resolve(now, zone);
    } catch (DateTimeException | ArithmeticException _) {
      throw invalid(field + ": this time is outside of the calendar", Moment.FORMS);
    }
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw invalid(field + ": this time is outside of the years 1 to 9999", Moment.FORMS);
    }
    return Times.micros(instant);
  }

  private static Instant year(int year) {
    return LocalDateTime.of(year, 1, 2, 0, 0).toInstant(ZoneOffset.UTC);
  }
}
