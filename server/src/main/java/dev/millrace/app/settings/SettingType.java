package dev.millrace.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/**
 * How a setting's value is written.
 *
 * @param allowed what may be written, in words, with the range
 * @param reader throws IllegalArgumentException for anything else
 */
public record SettingType<T>(
    String allowed, Function<String, T> reader, Function<T, String> printer) {

  public T parse(String text) {
    return reader.apply(text.strip());
  }

  public String print(T value) {
    return printer.apply(value);
  }

  static SettingType<Integer> integer(int min, int max) {
    return new SettingType<>(
        "a whole number from " + min + " to " + max,
        text -> {
          int value = Integer.parseInt(text.replace("_", ""));
          return inRange(value >= min && value <= max, value);
        },
        value -> Integer.toString(value));
  }

  static SettingType<Long> count(long min, long max) {
    return new SettingType<>(
        "a whole number from " + min + " to " + max,
        text -> {
          long value = Long.parseLong(text.replace("_", ""));
          return inRange(value >= min && value <= max, value);
        },
        value -> Long.toString(value));
  }

  /** Bytes, written with a binary unit. */
  static SettingType<Long> size(long min, long max) {
    return new SettingType<>(
        "a size from " + Units.printSize(min) + " to " + Units.printSize(max) + ", such as 4MiB",
        text -> {
          long value = Units.parseSize(text);
          return inRange(value >= min && value <= max, value);
        },
        Units::printSize);
  }

  static SettingType<Duration> duration(Duration min, Duration max) {
    return new SettingType<>(
        "a duration from "
            + Units.printDuration(min)
            + " to "
            + Units.printDuration(max)
            + ", such as 5s",
        text -> {
          Duration value = Units.parseDuration(text);
          return inRange(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, value);
        },
        Units::printDuration);
  }

  static SettingType<Boolean> yesOrNo() {
    return new SettingType<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default -> throw new IllegalArgumentException(text);
            },
        value -> Boolean.toString(value));
  }

  static SettingType<String> text(String allowed) {
    return new SettingType<>(allowed, Function.identity(), Function.identity());
  }

  /** Printable, without white space and colons, which a Basic header cannot carry. */
  static SettingType<String> key() {
    return new SettingType<>(
        "1 to 200 printable ASCII characters without spaces and colons",
        text ->
            inRange(
                !text.isEmpty()
                    && text.length() <= 200
                    && text.chars().allMatch(c -> c > ' ' && c < 127 && c != ':'),
                text),
        Function.identity());
  }

  static SettingType<Path> path() {
    return new SettingType<>(
        "a path",
        text -> {
          if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
          }
          return Path.of(text);
        },
        Path::toString);
  }

  private static <V> V inRange(boolean holds, V value) {
    if (!holds) {
      throw new IllegalArgumentException(String.valueOf(value));
    }
    return value;
  }
}
