package dev.millrace.app.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as people write them: {@code 4MiB}, {@code 250ms}, {@code 7d}. */
public final class Units {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([a-zA-Zµ]*)");

  /** As elsewhere in configuration files, k, m, g and t without "iB" mean the binary units too. */
  private static final Map<String, Integer> SIZE_BITS =
      Map.ofEntries(
          Map.entry("", 0),
          Map.entry("b", 0),
          Map.entry("k", 10),
          Map.entry("kb", 10),
          Map.entry("kib", 10),
          Map.entry("m", 20),
          Map.entry("mb", 20),
          Map.entry("mib", 20),
          Map.entry("g", 30),
          Map.entry("gb", 30),
          Map.entry("gib", 30),
          Map.entry("t", 40),
          Map.entry("tb", 40),
          Map.entry("tib", 40));

  private static final Map<String, Duration> DURATIONS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Units() {}

  static long parseSize(String text) {
    Matcher quantity = match(text);
    Integer bits = SIZE_BITS.get(quantity.group(2).toLowerCase(Locale.ROOT));
    if (bits == null) {
      throw new IllegalArgumentException("unknown unit in " + text);
    }
    return Math.multiplyExact(Long.parseLong(quantity.group(1)), 1L << bits);
  }

  /** In the largest binary unit that keeps the value whole. */
  public static String printSize(long bytes) {
    if (bytes == Long.MAX_VALUE) {
      return "no limit";
    }
    String[] names = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long value = bytes;
    while (unit < names.length - 1 && value != 0 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return value + names[unit];
  }

  static Duration parseDuration(String text) {
    Matcher quantity = match(text);
    Duration unit = DURATIONS.get(quantity.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      throw new IllegalArgumentException("unknown unit in " + text);
    }
    return unit.multipliedBy(Long.parseLong(quantity.group(1)));
  }

  /** In the largest unit that keeps the value whole. */
  public static String printDuration(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static Matcher match(String text) {
    Matcher quantity = QUANTITY.matcher(text.replace("_", ""));
    if (!quantity.matches()) {
      throw new IllegalArgumentException(text);
    }
    return quantity;
  }
}
