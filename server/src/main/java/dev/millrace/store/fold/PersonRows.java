package dev.millrace.store.fold;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Events of many people, put in any order and taken out person by person. Holds a bounded number:
 * when it is full, half of the people are given up and their events no longer taken, until those
 * that are left fit. Whoever fills it asks {@link #modulus} at the end, and does the same again for
 * the others.
 */
public final class PersonRows {
  private static final int FIRST_CAPACITY = 4_096;

  private final int limit;
  private int modulus;
  private final int remainder;

  private int size;
  private int[] people;
  private long[] times;
  private int[] places;
  private int[] codes;
  private int[] groups;
  private int last = -1;

  /**
   * Takes the people whose number leaves this remainder.
   *
   * @param limit events to hold at most
   */
  public PersonRows(int limit, int modulus, int remainder) {
    this.limit = limit;
    this.modulus = modulus;
    this.remainder = remainder;
    int capacity = Math.min(limit, FIRST_CAPACITY);
    people = new int[capacity];
    times = new long[capacity];
    places = new int[capacity];
    codes = new int[capacity];
    groups = new int[capacity];
  }

  /** What people's numbers are divided by; doubles each time that half of them is given up. */
  public int modulus() {
    return modulus;
  }

  public int size() {
    return size;
  }

  /**
   * Adds an event, if it is of a person that is taken.
   *
   * @param person a small number, 0 or more
   * @param place decides between events at the same time: the last bits of the place in the log
   * @throws IllegalStateException if a single person has more events than fit
   */
  public void add(int person, long time, int place, int code, int group) {
    if ((person & (modulus - 1)) != remainder) {
      return;
    }
    if (size == people.length) {
      makeRoom();
      if ((person & (modulus - 1)) != remainder) {
        return;
      }
    }
    people[size] = person;
    times[size] = time;
    places[size] = place;
    codes[size] = code;
    groups[size] = group;
    size++;
    last = Math.max(last, person);
  }

  private void makeRoom() {
    if (size < limit) {
      int capacity = (int) Math.min(limit, 2L * size);
      people = Arrays.copyOf(people, capacity);
      times = Arrays.copyOf(times, capacity);
      places = Arrays.copyOf(places, capacity);
      codes = Arrays.copyOf(codes, capacity);
      groups = Arrays.copyOf(groups, capacity);
      return;
    }
    while (size == limit) {
      if (modulus > last) {
        throw new IllegalStateException("one person has more than " + limit + " events");
      }
      modulus *= 2;
      giveUpOthers();
    }
  }

  private void giveUpOthers() {
    int kept = 0;
    for (int row = 0; row < size; row++) {
      if ((people[row] & (modulus - 1)) == remainder) {
        people[kept] = people[row];
        times[kept] = times[row];
        places[kept] = places[row];
        codes[kept] = codes[row];
        groups[kept] = groups[row];
        kept++;
      }
    }
    size = kept;
  }

  /** Hands over everyone once, by rising number. The timeline is the same object each time. */
  public void forEach(Consumer<Timeline> visitor) {
    int[] starts = new int[last + 2];
    for (int row = 0; row < size; row++) {
      starts[people[row] + 1]++;
    }
    for (int person = 0; person <= last; person++) {
      starts[person + 1] += starts[person];
    }
    int[] rows = new int[size];
    int[] next = Arrays.copyOf(starts, last + 1);
    for (int row = 0; row < size; row++) {
      rows[next[people[row]]++] = row;
    }
    int[] spare = new int[0];
    Timeline timeline = new Timeline();
    for (int person = 0; person <= last; person++) {
      int from = starts[person];
      int count = starts[person + 1] - from;
      if (count == 0) {
        continue;
      }
      if (spare.length < count) {
        spare = new int[Math.max(count, 2 * spare.length)];
      }
      sort(rows, from, from + count, spare);
      timeline.reset(person, count);
      for (int i = from; i < from + count; i++) {
        int row = rows[i];
        timeline.add(times[row], codes[row], groups[row]);
      }
      visitor.accept(timeline);
    }
  }

  /** Merges halves, and leaves them as they are where they are in order, as most of a log is. */
  private void sort(int[] rows, int from, int end, int[] spare) {
    if (end - from < 2) {
      return;
    }
    int middle = (from + end) >>> 1;
    sort(rows, from, middle, spare);
    sort(rows, middle, end, spare);
    if (!isBefore(rows[middle], rows[middle - 1])) {
      return;
    }
    int moved = middle - from;
    System.arraycopy(rows, from, spare, 0, moved);
    int first = 0;
    int second = middle;
    int to = from;
    while (first < moved && second < end) {
      rows[to++] = isBefore(rows[second], spare[first]) ? rows[second++] : spare[first++];
    }
    System.arraycopy(spare, first, rows, to, moved - first);
  }

  private boolean isBefore(int row, int other) {
    return times[row] != times[other] ? times[row] < times[other] : places[row] - places[other] < 0;
  }
}
