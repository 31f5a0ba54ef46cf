package dev.millrace.store.fold;

/** One person's events in order: by time, then partition, then as that has them. */
public final class Timeline {
  private int person;
  private int from;
  private int size;

  // Those of many people, one after the other.
  private long[] times = new long[0];
  private int[] places = new int[0];
  private long[] kinds = new long[0];

  private long[] spareTimes = new long[0];
  private long[] spareKinds = new long[0];

  /** The person's number. */
  public int person() {
    return person;
  }

  public int size() {
    return size;
  }

  /** Microseconds. */
  public long time(int index) {
    return times[from + index];
  }

  /** What kind of event it is, as whoever asked numbers or flags them. */
  public int code(int index) {
    return (int) kinds[from + index];
  }

  /** A second number, such as that of the event's group. */
  public int group(int index) {
    return (int) (kinds[from + index] >>> 32) & 0xFFFF;
  }

  /** Makes room for so many events, of which it has none. */
  void require(int capacity) {
    if (times.length < capacity) {
      int larger = capacity + (capacity >>> 3);
      times = new long[larger];
      places = new int[larger];
      kinds = new long[larger];
    }
  }

  /** Puts an event at an index among those of all people; see {@link PersonRows.Filler#add}. */
  void put(int index, long time, int place, long kind) {
    times[index] = time;
    places[index] = place;
    kinds[index] = kind;
  }

  /** Becomes that of a person whose events have these indexes. */
  void set(int ofPerson, int fromIndex, int endIndex) {
    person = ofPerson;
    from = fromIndex;
    size = endIndex - fromIndex;
  }

  /** Whether the one event comes before the other in the log's order of times. */
  boolean isBefore(int one, int other) {
    long time = times[from + one];
    long otherTime = times[from + other];
    if (time != otherTime) {
      return time < otherTime;
    }
    int partition = (int) (kinds[from + one] >>> 48);
    int otherPartition = (int) (kinds[from + other] >>> 48);
    // Of a place there are the last 31 bits.
    return partition == otherPartition
        ? (places[from + one] << 1) - (places[from + other] << 1) < 0
        : partition < otherPartition;
  }

  /** Puts the person's events into the order of these indexes, each of which comes once. */
  void reorder(int[] indexes) {
    if (spareTimes.length < size) {
      spareTimes = new long[Math.max(size, 2 * spareTimes.length)];
      spareKinds = new long[spareTimes.length];
    }
    for (int i = 0; i < size; i++) {
      spareTimes[i] = times[from + indexes[i]];
      spareKinds[i] = kinds[from + indexes[i]];
    }
    System.arraycopy(spareTimes, 0, times, from, size);
    System.arraycopy(spareKinds, 0, kinds, from, size);
  }
}
