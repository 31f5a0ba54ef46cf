package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds a property in JSON text, as the engine finds it in a VARIANT: the last member of that name,
 * else the value at the path that the name's dots make. Expects well-formed JSON. Owned by one
 * thread.
 *
 * <p>Text, whole numbers, true and false are read here, and decimal fractions as numbers;
 * everything else is left to the engine, whose way of writing it must be the same for events in
 * memory and in the file.
 */
final class RecentProperty {
  private static final JsonFactory JSON = new JsonFactory();

  /** Digits of a whole number that a double holds exactly, and that the engine writes as it is. */
  private static final int EXACT_DIGITS = 15;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final byte[] name;
  private final byte[][] path;
  private byte[] json = {};

  // Where the value that was found begins and ends; equal if there is none.
  private int start;
  private int end;
  private int at;

  private byte @Nullable [] text;
  private byte @Nullable [] fragment;
  private double number;

  RecentProperty(Property property) {
    this.name = property.text().getBytes(StandardCharsets.UTF_8);
    List<String> levels = List.of(property.text().split("\\.", -1));
    boolean isPath = levels.size() > 1 && levels.stream().noneMatch(String::isEmpty);
    this.path =
        isPath
            ? levels.stream()
                .map(level -> level.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new)
            : new byte[0][];
  }

  /** Reads the property of a document; null has none. */
  void read(byte @Nullable [] document) {
    text = null;
    fragment = null;
    number = Double.NaN;
    if (document == null) {
      return;
    }
    json = document;
    if (!find(name, 0)) {
      int from = 0;
      for (byte[] level : path) {
        if (!find(level, from)) {
          return;
        }
        from = start;
      }
      if (path.length == 0) {
        return;
      }
    }
    classify();
  }

  /** The property as text, if it is read here. */
  byte @Nullable [] text() {
    return text;
  }

  /** The property's JSON, if the engine has to read it. */
  byte @Nullable [] fragment() {
    return fragment;
  }

  /** The property as a number if it is read here, else not a number. */
  double number() {
    return number;
  }

  /** Finds the last member of that name that is not null in the object that begins there. */
  private boolean find(byte[] wanted, int from) {
    int foundStart = 0;
    int foundEnd = 0;
    at = from;
    skipSpace();
    if (at >= json.length || json[at] != '{') {
      return false;
    }
    at++;
    skipSpace();
    while (json[at] != '}') {
      int keyStart = at + 1;
      boolean plain = skipText();
      boolean matches = matches(wanted, keyStart, at - 1, plain);
      skipSpace();
      at++;
      skipSpace();
      int valueStart = at;
      skipValue();
      if (matches) {
        foundStart = valueStart;
        foundEnd = at;
      }
      skipSpace();
      if (json[at] == ',') {
        at++;
        skipSpace();
      }
    }
    start = foundStart;
    end = foundEnd;
    return foundEnd > foundStart && json[foundStart] != 'n';
  }

  private boolean matches(byte[] wanted, int from, int to, boolean plain) {
    return plain
        ? Arrays.equals(wanted, 0, wanted.length, json, from, to)
        : Arrays.equals(wanted, unescaped(from - 1, to + 1));
  }

  private void classify() {
    switch (json[start]) {
      case '"' -> {
        at = start;
        boolean plain = skipText();
        text = plain ? Arrays.copyOfRange(json, start + 1, end - 1) : unescaped(start, end);
      }
      case 't' -> {
        text = TRUE;
        number = 1;
      }
      case 'f' -> {
        text = FALSE;
        number = 0;
      }
      default -> {
        byte[] value = Arrays.copyOfRange(json, start, end);
        if (isWholeNumber(value)) {
          text = value;
          number = wholeNumber(value);
        } else {
          fragment = value;
          number = decimal(value);
        }
      }
    }
  }

  private static boolean isWholeNumber(byte[] value) {
    int first = value[0] == '-' ? 1 : 0;
    int digits = value.length - first;
    if (digits == 0 || digits > EXACT_DIGITS || (first == 1 && value[1] == '0')) {
      return false;
    }
    for (int i = first; i < value.length; i++) {
      if (value[i] < '0' || value[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** A decimal fraction of so few digits that dividing gives the double that is nearest to it. */
  private static double decimal(byte[] value) {
    int first = value[0] == '-' ? 1 : 0;
    int point = -1;
    long digits = 0;
    if (value.length - first > EXACT_DIGITS + 1) {
      return Double.NaN;
    }
    for (int i = first; i < value.length; i++) {
      if (value[i] == '.') {
        point = i;
      } else if (value[i] >= '0' && value[i] <= '9') {
        digits = digits * 10 + value[i] - '0';
      } else {
        return Double.NaN;
      }
    }
    double divisor = Math.pow(10, value.length - 1 - point);
    return point < 0 ? Double.NaN : (first == 1 ? -digits : digits) / divisor;
  }

  private static double wholeNumber(byte[] value) {
    int first = value[0] == '-' ? 1 : 0;
    long whole = 0;
    for (int i = first; i < value.length; i++) {
      whole = whole * 10 + value[i] - '0';
    }
    return first == 1 ? -whole : whole;
  }

  private byte[] unescaped(int from, int to) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json, from, to - from)) {
      parser.nextToken();
      return parser.getString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private void skipSpace() {
    while (at < json.length && json[at] <= ' ') {
      at++;
    }
  }

  /** Moves past a text; true if it has no escapes. */
  private boolean skipText() {
    boolean plain = true;
    at++;
    while (json[at] != '"') {
      if (json[at] == '\\') {
        plain = false;
        at++;
      }
      at++;
    }
    at++;
    return plain;
  }

  private void skipValue() {
    int depth = 0;
    do {
      switch (json[at]) {
        case '"' -> skipText();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> {
          do {
            at++;
          } while (json[at] != ','
              && json[at] != '}'
              && json[at] != ']'
              && json[at] != '"'
              && json[at] != '{'
              && json[at] != '[');
          if (depth == 0) {
            trimSpace();
          }
        }
      }
    } while (depth > 0);
  }

  /** A number or literal ends before the white space that follows it. */
  private void trimSpace() {
    while (json[at - 1] <= ' ') {
      at--;
    }
  }
}
