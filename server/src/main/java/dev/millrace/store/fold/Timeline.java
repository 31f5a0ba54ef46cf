package dev.millrace.store.fold;

/** One person's events in order: by time, and at the same time as the log has them. */
public final class Timeline {
  int person;
  int size;
  long[] times = new long[64];
  int[] codes = new int[64];
  int[] groups = new int[64];

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
}
