package dev.millrace.ingest.wire;

import dev.millrace.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as clients write them, as microseconds since 1970-01-01T00:00:00Z.
 *
 * <p>Text is ISO 8601: a date, or a date and a time with {@code T} or a space between them, down to
 * nanoseconds, with {@code Z} or an offset; without one it is UTC. What else {@code
 * ISO_ZONED_DATE_TIME} and {@code RFC_1123_DATE_TIME} read is read too. Numbers count seconds below
 * 10^11, milliseconds below 10^14, and else microseconds, with or without decimals, and may stand
 * in text from nine digits on. Times before 1900 or after 9999 are taken for mistakes of the
 * client.
 */
public final class ClientTime {
  /** 1900-01-01T00:00:00Z. Clients send the year 1 where they have no time. */
  public static final long EARLIEST = -2_208_988_800_000_000L;

  /** 10000-01-01T00:00:00Z. */
  private static final long LATEST = 253_402_300_800_000_000L;

  /** What {@link #parse} gives for text that is no time. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final long MAX_AHEAD = TimeUnit.HOURS.toMicros(24);
  private static final long SECONDS_BELOW = 100_000_000_000L;
  private static final long MILLIS_BELOW = 100_000_000_000_000L;
  private static final int MAX_CHARS = 100;

  /** Text that is a number; shorter ones are more likely a year or a day. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{9,}(\\.[0-9]+)?");

  private ClientTime() {}

  /**
   * When an event happened, by the server's clock.
   *
   * @param timestamp by the client's clock, or {@link Event#NO_TIME}
   * @param sentAt when the client sent it, by the same clock, or {@link Event#NO_TIME}
   * @return the timestamp moved by what the client's clock is off; the time of receipt if there is
   *     no timestamp or if the result cannot be
   */
  public static long corrected(long timestamp, long sentAt, long received) {
    if (timestamp == Event.NO_TIME) {
      return received;
    }
    long time = sentAt == Event.NO_TIME ? timestamp : received - (sentAt - timestamp);
    return time < EARLIEST || time > received + MAX_AHEAD ? received : time;
  }

  /** Reads text, which need not be ASCII; {@link #INVALID} if it is no time. */
  public static long parse(byte[] text, int from, int to) {
    long time = IsoTime.parse(text, from, to);
    if (time == INVALID && to - from <= MAX_CHARS) {
      String string = new String(text, from, to - from, StandardCharsets.UTF_8);
      time = NUMBER.matcher(string).matches() ? ofNumber(string) : other(string);
    }
    return inRange(time);
  }

  /** Reads a JSON number; {@link #INVALID} if it is no time. */
  public static long ofNumber(String number) {
    if (number.length() > MAX_CHARS) {
      return INVALID;
    }
    // A double keeps microseconds apart until the year 2255.
    double value = Double.parseDouble(number);
    double size = Math.abs(value);
    double unit = size < SECONDS_BELOW ? 1e6 : size < MILLIS_BELOW ? 1e3 : 1;
    return inRange(Math.round(value * unit));
  }

  private static long other(String text) {
    Instant instant = parsed(DateTimeFormatter.ISO_ZONED_DATE_TIME, text);
    if (instant == null) {
      instant = parsed(DateTimeFormatter.RFC_1123_DATE_TIME, text);
    }
    if (instant == null || Math.abs(instant.getEpochSecond()) > LATEST / 1_000_000) {
      return INVALID;
    }
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private static @Nullable Instant parsed(DateTimeFormatter format, String text) {
    try {
      return format.parse(text, ZonedDateTime::from).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static long inRange(long time) {
    return time < EARLIEST || time >= LATEST ? INVALID : time;
  }
}
