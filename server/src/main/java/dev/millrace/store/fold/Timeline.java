package dev.millrace.store.fold;

/** One person's events in order: by time, then partition, then as that has them. */
public final class Timeline {
  int person;
  int size;
  long[] times = new long[64];
  int[] codes = new int[64];
  int[] groups = new int[64];

  private long[] spareTimes = new long[0];
  private int[] spareCodes = new int[0];
  private int[] spareGroups = new int[0];

  /** The person's number. */
  public int person() {
    return person;
  }

  public int size() {
    return size;
  }

  /** Microseconds. */
  public long time(int index) {
    return times[index];
  }

  /** What kind of event it is, as whoever asked numbers or flags them. */
  public int code(int index) {
    return codes[index];
  }

  /** A second number, such as that of the event's group. */
  public int group(int index) {
    return groups[index];
  }

  void reset(int ofPerson, int capacity) {
    person = ofPerson;
    size = 0;
    if (times.length < capacity) {
      int larger = Math.max(capacity, 2 * times.length);
      times = new long[larger];
      codes = new int[larger];
      groups = new int[larger];
    }
  }

  void add(long time, int code, int group) {
    times[size] = time;
    codes[size] = code;
    groups[size] = group;
    size++;
  }

  /** Puts the events into the order of these indexes, each of which comes once. */
  void reorder(int[] indexes) {
    if (spareTimes.length < times.length) {
      spareTimes = new long[times.length];
      spareCodes = new int[times.length];
      spareGroups = new int[times.length];
    }
    for (int i = 0; i < size; i++) {
      spareTimes[i] = times[indexes[i]];
      spareCodes[i] = codes[indexes[i]];
      spareGroups[i] = groups[indexes[i]];
    }
    System.arraycopy(spareTimes, 0, times, 0, size);
    System.arraycopy(spareCodes, 0, codes, 0, size);
    System.arraycopy(spareGroups, 0, groups, 0, size);
  }
}
