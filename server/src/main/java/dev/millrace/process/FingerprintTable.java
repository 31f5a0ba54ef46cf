package dev.millrace.process;

import java.util.Arrays;

/**
 * A set of fingerprints: an open-addressing table of longs with linear probing. The values are
 * uniform, so their low bits are the slot. It grows only when told to, so that its owner can keep
 * the sum of all tables within a bound. Owned by one thread.
 */
final class FingerprintTable {
  static final int SMALLEST_SLOTS = 16;

  /** The largest power of two that an array can have. */
  private static final int MOST_SLOTS = 1 << 30;

  private static final long FREE = 0;

  private long[] slots = new long[SMALLEST_SLOTS];
  private int size;

  /** False if the fingerprint is there already. There must be {@link #hasRoom room} for it. */
  boolean add(long fingerprint) {
    int slot = slotOf(fingerprint);
    if (slots[slot] != FREE) {
      return false;
    }
    slots[slot] = unlikeFree(fingerprint);
    size++;
    return true;
  }

  boolean contains(long fingerprint) {
    return slots[slotOf(fingerprint)] != FREE;
  }

  /** At most two thirds are in use, where a search for an absent value takes 5 steps on average. */
  boolean hasRoom() {
    return 3L * (size + 1) <= 2L * slots.length;
  }

  boolean canGrow() {
    return slots.length < MOST_SLOTS;
  }

  int size() {
    return size;
  }

  long bytes() {
    return (long) slots.length * Long.BYTES;
  }

  /** What it will occupy once it has grown. */
  long bytesGrown() {
    return 2 * bytes();
  }

  void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long fingerprint : old) {
      if (fingerprint != FREE) {
        slots[slotOf(fingerprint)] = fingerprint;
      }
    }
  }

  /** Forgets everything and shrinks to the smallest. */
  void clear() {
    if (slots.length == SMALLEST_SLOTS) {
      Arrays.fill(slots, FREE);
    } else {
      slots = new long[SMALLEST_SLOTS];
    }
    size = 0;
  }

  /** The slot that holds the fingerprint, else the free one that it belongs into. */
  private int slotOf(long fingerprint) {
    long value = unlikeFree(fingerprint);
    int mask = slots.length - 1;
    int slot = (int) value & mask;
    while (slots[slot] != FREE && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long unlikeFree(long fingerprint) {
    return fingerprint == FREE ? 1 : fingerprint;
  }
}
