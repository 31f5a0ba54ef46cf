package dev.millrace.app.importing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Times as files have them: ISO 8601 with or without an offset (then UTC), with a space for the T,
 * a date alone, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970, told
 * apart by its size.
 */
final class TimeText {
  /** As seconds, the year 5138; as milliseconds, March 1973. */
  private static final BigDecimal SECONDS_BELOW = new BigDecimal("1e11");

  private static final BigDecimal MILLIS_BELOW = new BigDecimal("1e14");
  private static final BigDecimal MICROS_BELOW = new BigDecimal("1e17");
  private static final BigDecimal NANOS_BELOW = new BigDecimal("1e20");

  private TimeText() {}

  static Optional<Instant> parse(String text) {
    String stripped = text.strip();
    if (stripped.matches("-?\\d{1,20}(\\.\\d{1,12})?")) {
      return ofNumber(new BigDecimal(stripped));
    }
    try {
      return Optional.of(ofIso(stripped));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Instant ofIso(String text) {
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    boolean spaced = text.length() > 10 && text.charAt(10) == ' ';
    String iso = spaced ? text.substring(0, 10) + "T" + text.substring(11).strip() : text;
    String clock = iso.length() > 10 ? iso.substring(10) : "";
    boolean hasOffset = clock.endsWith("Z") || clock.contains("+") || clock.contains("-");
    return hasOffset
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }

  private static Optional<Instant> ofNumber(BigDecimal number) {
    BigDecimal size = number.abs();
    int digits;
    if (size.compareTo(SECONDS_BELOW) < 0) {
      digits = 0;
    } else if (size.compareTo(MILLIS_BELOW) < 0) {
      digits = 3;
    } else if (size.compareTo(MICROS_BELOW) < 0) {
      digits = 6;
    } else if (size.compareTo(NANOS_BELOW) < 0) {
      digits = 9;
    } else {
      return Optional.empty();
    }
    BigDecimal nanos = number.movePointRight(9 - digits).setScale(0, RoundingMode.FLOOR);
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
    return Optional.of(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()));
  }
}
