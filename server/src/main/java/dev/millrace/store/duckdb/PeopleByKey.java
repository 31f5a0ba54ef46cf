package dev.millrace.store.duckdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Sets of people by keys that are not 0, whose upper bits are taken for uniform: an open-addressing
 * table with linear probing. It keeps to a limit of memory by giving everything up. Used by one
 * thread at a time.
 */
final class PeopleByKey {
  /** Memory that it takes at most, about. */
  private static final long MAX_BYTES = 32L << 20;

  private static final int FIRST_SLOTS = 64;
  private static final int SLOT_BYTES = 12;
  private static final int SET_BYTES = 64;

  private long[] keys = new long[FIRST_SLOTS];
  private @Nullable Numbers[] sets = new Numbers[FIRST_SLOTS];
  private int size;
  private long bytes;

  /** A set, the last of whose numbers wait to be added together. */
  private static final class Numbers {
    private static final int MOST_WAITING = 4_096;

    private @Nullable RoaringBitmap set;
    private int[] waiting = new int[4];
    private int count;

    /** Returns how many bytes more it takes. */
    int add(int number) {
      int more = count == waiting.length ? makeRoom() : 0;
      waiting[count++] = number;
      return more;
    }

    private int makeRoom() {
      if (count < MOST_WAITING) {
        waiting = Arrays.copyOf(waiting, 2 * count);
        return count * Integer.BYTES;
      }
      int before = set == null ? 0 : set.getSizeInBytes();
      set = all();
      count = 0;
      return set.getSizeInBytes() - before;
    }

    RoaringBitmap all() {
      RoaringBitmap all = RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(waiting, count));
      if (set != null) {
        all.or(set);
      }
      return all;
    }
  }

  void add(long key, int number) {
    if (isOverfull()) {
      return;
    }
    int slot = slotOf(key);
    Numbers numbers = sets[slot];
    if (numbers == null) {
      numbers = insert(key, slot);
    }
    bytes += numbers.add(number);
    if (isOverfull()) {
      keys = new long[0];
      sets = new Numbers[0];
    }
  }

  /** Whether everything was given up. */
  boolean isOverfull() {
    return bytes > MAX_BYTES;
  }

  /** Whose key it is. */
  RoaringBitmap get(long key) {
    Numbers numbers = sets[slotOf(key)];
    return numbers == null ? new RoaringBitmap() : numbers.all();
  }

  private Numbers insert(long key, int slot) {
    int free = slot;
    if (2 * size >= keys.length) {
      grow();
      free = slotOf(key);
    }
    Numbers numbers = new Numbers();
    keys[free] = key;
    sets[free] = numbers;
    size++;
    bytes += SET_BYTES;
    return numbers;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Numbers[] oldSets = sets;
    keys = new long[2 * oldKeys.length];
    sets = new Numbers[keys.length];
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
