package dev.millrace.log;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON (RFC 8259) in UTF-8 (RFC 3629) without building anything, and holds it to what
 * the store can keep: bounded nesting, no NUL, no halves of surrogate pairs, no number beyond a
 * double's range.
 */
final class JsonScanner {
  /** Digits below which a number without exponent cannot leave a double's range. */
  private static final int SAFE_DIGITS = 300;

  private final byte[] buffer;
  private int at;

  /** What the last string had: none of the two means that its bytes are its chars. */
  private boolean escaped;

  private boolean multiByte;

  JsonScanner(byte[] buffer) {
    this.buffer = buffer;
  }

  int at() {
    return at;
  }

  boolean escaped() {
    return escaped;
  }

  boolean multiByte() {
    return multiByte;
  }

  boolean atEnd() {
    return at == buffer.length;
  }

  /** The byte at the current place, or 0, which is never right, at the end. */
  byte peek() {
    return at < buffer.length ? buffer[at] : 0;
  }

  void expect(char wanted) {
    if (peek() != wanted) {
      throw poison("'" + wanted + "' expected");
    }
    at++;
  }

  /** Whether the byte was there; if so, steps over it. */
  boolean take(char wanted) {
    if (peek() == wanted) {
      at++;
      return true;
    }
    return false;
  }

  void whiteSpace() {
    while (at < buffer.length
        && (buffer[at] == ' ' || buffer[at] == '\n' || buffer[at] == '\r' || buffer[at] == '\t')) {
      at++;
    }
  }

  /**
   * Steps over a value of any kind.
   *
   * @param levels how deep objects and arrays may be nested from here
   */
  void value(int levels) {
    switch (peek()) {
      case '{' -> object(levels);
      case '[' -> array(levels);
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  void object(int levels) {
    expect('{');
    requireLevel(levels);
    whiteSpace();
    if (take('}')) {
      return;
    }
    do {
      whiteSpace();
      string();
      whiteSpace();
      expect(':');
      whiteSpace();
      value(levels - 1);
      whiteSpace();
    } while (take(','));
    expect('}');
  }

  private void array(int levels) {
    expect('[');
    requireLevel(levels);
    whiteSpace();
    if (take(']')) {
      return;
    }
    do {
      whiteSpace();
      value(levels - 1);
      whiteSpace();
    } while (take(','));
    expect(']');
  }

  private void requireLevel(int levels) {
    if (levels == 0) {
      throw poison("nested too deep");
    }
  }

  /** Steps over a string; its content lies between the quotes. */
  void string() {
    expect('"');
    escaped = false;
    multiByte = false;
    while (at < buffer.length) {
      byte b = buffer[at];
      if (b == '"') {
        at++;
        return;
      }
      if (b == '\\') {
        escaped = true;
        escape();
      } else if (b < 0) {
        multiByte = true;
        multiByteChar();
      } else if (b < ' ') {
        throw poison("control character in a string");
      } else {
        at++;
      }
    }
    throw poison("string without end");
  }

  private void escape() {
    at++;
    switch (peek()) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
      case 'u' -> {
        char first = hexChar();
        if (first == 0) {
          throw poison("NUL in a string");
        }
        if (Character.isLowSurrogate(first)) {
          throw poison("half of a surrogate pair");
        }
        if (Character.isHighSurrogate(first)
            && (!take('\\') || peek() != 'u' || !Character.isLowSurrogate(hexChar()))) {
          throw poison("half of a surrogate pair");
        }
      }
      default -> throw poison("unknown escape in a string");
    }
  }

  /** Reads {@code u} and four hexadecimal digits. */
  private char hexChar() {
    at++;
    if (buffer.length - at < 4) {
      throw poison("incomplete escape in a string");
    }
    int c = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = hexDigit(buffer[at]);
      if (digit < 0) {
        throw poison("incomplete escape in a string");
      }
      c = (c << 4) | digit;
    }
    return (char) c;
  }

  private static int hexDigit(byte b) {
    return b < 0 ? -1 : Character.digit(b, 16);
  }

  private void multiByteChar() {
    int first = buffer[at] & 0xff;
    int second = at + 1 < buffer.length ? buffer[at + 1] & 0xff : 0;
    int length;
    int lowest = 0x80;
    int highest = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) {
      length = 2;
    } else if (first >= 0xe0 && first <= 0xef) {
      length = 3;
      lowest = first == 0xe0 ? 0xa0 : 0x80;
      highest = first == 0xed ? 0x9f : 0xbf;
    } else if (first >= 0xf0 && first <= 0xf4) {
      length = 4;
      lowest = first == 0xf0 ? 0x90 : 0x80;
      highest = first == 0xf4 ? 0x8f : 0xbf;
    } else {
      throw poison("not UTF-8");
    }
    if (second < lowest || second > highest || buffer.length - at < length) {
      throw poison("not UTF-8");
    }
    for (int i = 2; i < length; i++) {
      if ((buffer[at + i] & 0xc0) != 0x80) {
        throw poison("not UTF-8");
      }
    }
    at += length;
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  /** Steps over a number; true if it is whole, as it is written. */
  boolean number() {
    int start = at;
    boolean whole = true;
    take('-');
    if (!take('0')) {
      digits();
    }
    if (take('.')) {
      whole = false;
      digits();
    }
    boolean exponent = take('e') || take('E');
    if (exponent) {
      whole = false;
      if (!take('+')) {
        take('-');
      }
      digits();
    }
    if (exponent || at - start > SAFE_DIGITS) {
      requireFinite(start);
    }
    return whole;
  }

  private void digits() {
    int start = at;
    while (at < buffer.length && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw poison("value expected");
    }
  }

  private void requireFinite(int start) {
    String text = new String(buffer, start, at - start, StandardCharsets.ISO_8859_1);
    if (Double.isInfinite(Double.parseDouble(text))) {
      throw poison("number out of range");
    }
  }

  MillraceException poison(String why) {
    return new MillraceException(Fault.POISON_RECORD, why + " at byte " + at);
  }
}
