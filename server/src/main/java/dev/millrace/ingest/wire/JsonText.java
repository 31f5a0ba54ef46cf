package dev.millrace.ingest.wire;

import java.nio.charset.StandardCharsets;

/** The text inside JSON strings. */
final class JsonText {
  private JsonText() {}

  /** The unit of four hexadecimal digits; -1 if there are not four. */
  static int hex(byte[] bytes, int from, int end) {
    if (from + 4 > end) {
      return -1;
    }
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /**
   * How many bytes the character at a byte of 0x80 or more has; 0 if it is not UTF-8 as Unicode's
   * table 3-7 defines it: no surrogates, no longer form than needed, nothing above U+10FFFF.
   */
  static int multibyteLength(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    if (first >= 0xc2 && first <= 0xdf) {
      return continues(bytes, at + 1, end) ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
      int min = first == 0xe0 ? 0xa0 : 0x80;
      int max = first == 0xed ? 0x9f : 0xbf;
      return within(bytes, at + 1, end, min, max) && continues(bytes, at + 2, end) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
      int min = first == 0xf0 ? 0x90 : 0x80;
      int max = first == 0xf4 ? 0x8f : 0xbf;
      return within(bytes, at + 1, end, min, max)
              && continues(bytes, at + 2, end)
              && continues(bytes, at + 3, end)
          ? 4
          : 0;
    }
    return 0;
  }

  /** The text of a checked string between its quotes. */
  static String unescape(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    StringBuilder plain = new StringBuilder(text.length());
    int next = 0;
    while (next < text.length()) {
      char character = text.charAt(next++);
      if (character != '\\') {
        plain.append(character);
        continue;
      }
      char escape = text.charAt(next++);
      switch (escape) {
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case 'u' -> {
          plain.append((char) Integer.parseInt(text, next, next + 4, 16));
          next += 4;
        }
        default -> plain.append(escape);
      }
    }
    return plain.toString();
  }

  private static boolean continues(byte[] bytes, int at, int end) {
    return within(bytes, at, end, 0x80, 0xbf);
  }

  private static boolean within(byte[] bytes, int at, int end, int min, int max) {
    return at < end && (bytes[at] & 0xff) >= min && (bytes[at] & 0xff) <= max;
  }
}
