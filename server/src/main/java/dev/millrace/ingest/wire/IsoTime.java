package dev.millrace.ingest.wire;

/**
 * Reads the usual forms of ISO 8601 from bytes without making an object: {@code
 * 2026-11-24T06:00:00.123456+01:00}, shorter or longer in each of its parts.
 */
final class IsoTime {
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int DATE_CHARS = 10;
  private static final int SECONDS_A_DAY = 86_400;
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private IsoTime() {}

  /** Microseconds since 1970; {@link ClientTime#INVALID} for any other form. */
  static long parse(byte[] text, int from, int to) {
    if (to - from < DATE_CHARS || text[from + 4] != '-' || text[from + 7] != '-') {
      return ClientTime.INVALID;
    }
    int year = number(text, from, 4);
    int month = number(text, from + 5, 2);
    int day = number(text, from + 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > days(year, month)) {
      return ClientTime.INVALID;
    }
    long midnight = daysSinceEpoch(year, month, day) * SECONDS_A_DAY;
    int next = from + DATE_CHARS;
    if (next == to) {
      return midnight * MICROS_A_SECOND;
    }
    if ((text[next] | 0x20) != 't' && text[next] != ' ') {
      return ClientTime.INVALID;
    }
    return withTime(text, next + 1, to, midnight);
  }

  private static long withTime(byte[] text, int from, int to, long midnight) {
    if (to - from < 5 || text[from + 2] != ':') {
      return ClientTime.INVALID;
    }
    int hour = number(text, from, 2);
    int minute = number(text, from + 3, 2);
    int next = from + 5;
    int second = 0;
    if (next < to && text[next] == ':') {
      second = to - next < 3 ? -1 : number(text, next + 1, 2);
      next += 3;
    }
    // A leap second counts as the first second after it.
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return ClientTime.INVALID;
    }
    long micros = 0;
    if (next < to && (text[next] == '.' || text[next] == ',')) {
      int digits = next + 1;
      long unit = 100_000;
      for (next = digits; next < to && text[next] >= '0' && text[next] <= '9'; next++) {
        micros += (text[next] - '0') * unit;
        unit /= 10;
      }
      if (next == digits) {
        return ClientTime.INVALID;
      }
    }
    int offset = offset(text, next, to);
    if (offset == Integer.MIN_VALUE) {
      return ClientTime.INVALID;
    }
    long seconds = midnight + hour * 3600L + minute * 60L + second - offset;
    return seconds * MICROS_A_SECOND + micros;
  }

  /** Seconds east of UTC; MIN_VALUE if it is no offset. */
  private static int offset(byte[] text, int from, int to) {
    int length = to - from;
    if (length == 0 || (length == 1 && (text[from] | 0x20) == 'z')) {
      return 0;
    }
    int sign = text[from] == '+' ? 1 : text[from] == '-' ? -1 : 0;
    int minuteAt =
        switch (length) {
          case 3 -> 0;
          case 5 -> from + 3;
          case 6 -> text[from + 3] == ':' ? from + 4 : -1;
          default -> -1;
        };
    if (sign == 0 || minuteAt < 0) {
      return Integer.MIN_VALUE;
    }
    int hours = number(text, from + 1, 2);
    int minutes = minuteAt == 0 ? 0 : number(text, minuteAt, 2);
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    return sign * (hours * 3600 + minutes * 60);
  }

  /** The number of exactly so many digits; negative if there are not so many. */
  private static int number(byte[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static int days(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && !leap ? 28 : DAYS[month - 1];
  }

  /**
   * Days since 1970-01-01 in the Gregorian calendar; years begin in March, so that leap days end
   * them.
   */
  private static long daysSinceEpoch(int year, int month, int day) {
    long shifted = month > 2 ? year : year - 1L;
    long era = Math.floorDiv(shifted, 400);
    long yearOfEra = shifted - era * 400;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
  }
}
