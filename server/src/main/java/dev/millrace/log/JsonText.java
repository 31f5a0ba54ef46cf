package dev.millrace.log;

/** Writes text as JSON strings in UTF-8, into an array that was sized for it beforehand. */
final class JsonText {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** Bytes of an escape such as {@code \}{@code u001f}. */
  private static final int LONG_ESCAPE_BYTES = 6;

  private static final int QUOTES = 2;

  private JsonText() {}

  /**
   * Bytes that {@link #write} will need.
   *
   * @throws IllegalArgumentException if the text has half of a surrogate pair, which is no
   *     character
   */
  static int size(String text) {
    int size = QUOTES + text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        size += LONG_ESCAPE_BYTES - 1;
      } else if (c < 0x80) {
        size += c == '"' || c == '\\' ? 1 : 0;
      } else if (c < 0x800) {
        size += 1;
      } else if (!Character.isSurrogate(c)) {
        size += 2;
      } else {
        i++;
        if (!Character.isHighSurrogate(c)
            || i == text.length()
            || !Character.isLowSurrogate(text.charAt(i))) {
          throw new IllegalArgumentException("text has half of a surrogate pair");
        }
        size += 2;
      }
    }
    return size;
  }

  /** Returns the place after the last byte written. */
  static int write(String text, byte[] target, int start) {
    int at = start;
    target[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        int point = text.codePointAt(i);
        i += Character.charCount(point) - 1;
        at = writeMultiByte(point, target, at);
      } else if (c < ' ') {
        target[at++] = '\\';
        target[at++] = 'u';
        target[at++] = '0';
        target[at++] = '0';
        target[at++] = HEX[c >> 4];
        target[at++] = HEX[c & 0xf];
      } else {
        if (c == '"' || c == '\\') {
          target[at++] = '\\';
        }
        target[at++] = (byte) c;
      }
    }
    target[at++] = '"';
    return at;
  }

  private static int writeMultiByte(int point, byte[] target, int start) {
    int at = start;
    if (point < 0x800) {
      target[at++] = (byte) (0xc0 | (point >> 6));
    } else if (point < 0x10000) {
      target[at++] = (byte) (0xe0 | (point >> 12));
      target[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
    } else {
      target[at++] = (byte) (0xf0 | (point >> 18));
      target[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
      target[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
    }
    target[at++] = (byte) (0x80 | (point & 0x3f));
    return at;
  }
}
