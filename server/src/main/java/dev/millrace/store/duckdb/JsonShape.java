package dev.millrace.store.duckdb;

import dev.millrace.event.RawJson;

/**
 * Watches for JSON that the engine's columnar form of a VARIANT cannot take: very deep nesting
 * crashes it, and many distinct keys make a checkpoint take minutes. Expects well-formed JSON; on
 * other input the result is merely wrong. Owned by one thread.
 */
final class JsonShape {
  /** Deeper properties are kept as text. The engine was seen to crash at 700. */
  static final int MAX_DEPTH = 64;

  /** Distinct keys, nested ones included, up to which a generation is stored in columns. */
  static final int MAX_KEYS = 64;

  private static final int SLOTS = 256;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final long[] hashes = new long[SLOTS];
  private int keys;

  /** Whether more than {@value #MAX_KEYS} distinct keys were seen. */
  boolean isWide() {
    return keys > MAX_KEYS;
  }

  /** Takes in a document's keys and answers how deeply it is nested. */
  int visit(RawJson json) {
    byte[] bytes = json.buffer();
    int end = json.offset() + json.length();
    int depth = 0;
    int deepest = 0;
    long hash = 0;
    boolean afterText = false;
    int i = json.offset();
    while (i < end) {
      byte b = bytes[i++];
      switch (b) {
        case '"' -> {
          hash = 1;
          while (i < end && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 1 : 0;
            hash = i < end ? hash * 31 + bytes[i] : hash;
            i++;
          }
          i++;
          afterText = true;
        }
        case ':' -> {
          if (afterText) {
            add(hash);
          }
          afterText = false;
        }
        case '{', '[' -> {
          deepest = Math.max(deepest, ++depth);
          afterText = false;
        }
        case '}', ']' -> depth--;
        case ',' -> afterText = false;
        default -> {
          // White space, or part of a number or a literal.
        }
      }
    }
    return deepest;
  }

  private void add(long textHash) {
    if (isWide()) {
      return;
    }
    long hash = textHash * MULTIPLIER | 1;
    int slot = (int) (hash >>> 56);
    while (hashes[slot] != 0) {
      if (hashes[slot] == hash) {
        return;
      }
      slot = (slot + 1) % SLOTS;
    }
    hashes[slot] = hash;
    keys++;
  }
}
