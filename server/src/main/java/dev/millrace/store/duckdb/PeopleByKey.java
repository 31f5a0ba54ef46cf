package dev.millrace.store.duckdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Sets of people by keys; see {@link NumbersByKey}. */
final class PeopleByKey extends NumbersByKey<PeopleByKey.Numbers> {
  /** Memory that it takes at most, about. */
  private static final long MAX_BYTES = 32L << 20;

  PeopleByKey() {
    super(MAX_BYTES);
  }

  /** A set, the last of whose numbers wait to be added together. */
  static final class Numbers {
    private static final int MOST_WAITING = 4_096;

    private @Nullable RoaringBitmap set;
    private int[] waiting = new int[4];
    private int count;

    private int add(int number) {
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

    private RoaringBitmap all() {
      RoaringBitmap all = RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(waiting, count));
      if (set != null) {
        all.or(set);
      }
      return all;
    }
  }

  @Override
  Numbers newSet() {
    return new Numbers();
  }

  @Override
  int add(Numbers set, int number) {
    return set.add(number);
  }

  /** Whose key it is; to be asked once. */
  RoaringBitmap people(long key) {
    Numbers numbers = take(key);
    return numbers == null ? new RoaringBitmap() : numbers.all();
  }
}
