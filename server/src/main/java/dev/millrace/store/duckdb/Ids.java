package dev.millrace.store.duckdb;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells ids that are UUIDs in canonical lower-case text, which come back as the same text. */
final class Ids {
  private static final int UUID_CHARS = 36;
  private static final int HEX = 16;

  private Ids() {}

  static @Nullable UUID uuid(String id) {
    if (id.length() != UUID_CHARS) {
      return null;
    }
    long high = 0;
    long low = 0;
    int digits = 0;
    for (int i = 0; i < UUID_CHARS; i++) {
      char c = id.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return null;
        }
        continue;
      }
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) {
        return null;
      }
      if (digits++ < HEX) {
        high = high << 4 | digit;
      } else {
        low = low << 4 | digit;
      }
    }
    return new UUID(high, low);
  }
}
