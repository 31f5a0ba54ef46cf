package dev.millrace.store.duckdb;

import org.jspecify.annotations.Nullable;

/**
 * Sets of numbers by keys that are not 0, whose upper bits are taken for uniform: an
 * open-addressing table with linear probing. It keeps to a limit of memory by giving everything up.
 * Used by one thread at a time.
 *
 * @param <S> what a set is
 */
abstract class NumbersByKey<S> {
  private static final int FIRST_SLOTS = 64;
  private static final int SLOT_BYTES = 12;
  private static final int SET_BYTES = 64;

  private final long maxBytes;
  private long[] keys = new long[FIRST_SLOTS];
  private @Nullable Object[] sets = new Object[FIRST_SLOTS];
  private int size;
  private long bytes;

  /**
   * @param maxBytes of memory, about
   */
  NumbersByKey(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  abstract S newSet();

  /** Returns how many bytes more the set takes. */
  abstract int add(S set, int number);

  final void add(long key, int number) {
    if (isOverfull()) {
      return;
    }
    int slot = slotOf(key);
    S set = at(slot);
    if (set == null) {
      set = insert(key, slot);
    }
    bytes += add(set, number);
    if (isOverfull()) {
      keys = new long[0];
      sets = new Object[0];
    }
  }

  /** Whether everything was given up. */
  final boolean isOverfull() {
    return bytes > maxBytes;
  }

  /** The set of a key, to be had once; null if it has none. */
  final @Nullable S take(long key) {
    int slot = slotOf(key);
    S set = at(slot);
    sets[slot] = null;
    return set;
  }

  @SuppressWarnings("unchecked")
  private @Nullable S at(int slot) {
    return (S) sets[slot];
  }

  private S insert(long key, int slot) {
    int free = slot;
    if (2 * size >= keys.length) {
      grow();
      free = slotOf(key);
    }
    S set = newSet();
    keys[free] = key;
    sets[free] = set;
    size++;
    bytes += SET_BYTES;
    return set;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldSets = sets;
    keys = new long[2 * oldKeys.length];
    sets = new Object[keys.length];
    bytes += (long) oldKeys.length * SLOT_BYTES;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slotOf(oldKeys[i]);
        keys[slot] = oldKeys[i];
        sets[slot] = oldSets[i];
      }
    }
  }

  /** Where the key is, else where it belongs. */
  private int slotOf(long key) {
    int slot = (int) (key >>> 32) & (keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }
}
