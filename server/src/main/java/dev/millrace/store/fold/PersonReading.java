package dev.millrace.store.fold;

import static dev.millrace.store.fold.PersonRows.BLOCK_ROWS;
import static dev.millrace.store.fold.PersonRows.PART_BITS;
import static dev.millrace.store.fold.PersonRows.ROW_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.Consumer;

/** Takes people's events out of {@link PersonRows}, part by part. Used by one thread at a time. */
final class PersonReading {
  private final PersonRows rows;
  private final Timeline timeline = new Timeline();

  /** Where each person's rows end in the order of a part's. */
  private int[] ends = new int[0];

  private int[] people = new int[0];
  private int[] order = new int[0];
  private int[] partitions = new int[0];
  private int[] places = new int[0];
  private int[] sorted = new int[0];
  private int[] spare = new int[0];

  PersonReading(PersonRows rows) {
    this.rows = rows;
  }

  /** Hands over the people of a part, as the same object each time. */
  void forEach(int part, Consumer<Timeline> visitor) {
    if (rows.size(part) == 0) {
      return;
    }
    deal(part);
    int from = 0;
    for (int person = 0; person <= rows.lastPerson() >>> PART_BITS; person++) {
      int end = ends[person];
      if (end > from) {
        hand(part, (person << PART_BITS) + part, from, end, visitor);
      }
      from = end;
    }
  }

  /** Orders the part's rows by person. */
  private void deal(int part) {
    int size = rows.size(part);
    int count = (rows.lastPerson() >>> PART_BITS) + 1;
    ends = ends.length < count + 1 ? new int[count + 1] : ends;
    order = order.length < size ? new int[size] : order;
    people = people.length < size ? new int[size] : people;
    Arrays.fill(ends, 0);
    for (int row = 0; row < size; row += BLOCK_ROWS) {
      MemorySegment slab = rows.slab(part, row);
      long at = rows.offset(part, row) + PersonRows.PERSON;
      for (int i = row; i < Math.min(row + BLOCK_ROWS, size); i++) {
        int person = slab.get(ValueLayout.JAVA_INT, at) >>> PART_BITS;
        people[i] = person;
        ends[person + 1]++;
        at += ROW_BYTES;
      }
    }
    for (int person = 0; person < count; person++) {
      ends[person + 1] += ends[person];
    }
    // What was each one's beginning moves to the end.
    for (int row = 0; row < size; row++) {
      order[ends[people[row]]++] = row;
    }
  }

  private void hand(int part, int person, int from, int end, Consumer<Timeline> visitor) {
    int count = end - from;
    if (places.length < count) {
      places = new int[Math.max(count, 2 * places.length)];
      partitions = new int[places.length];
      sorted = new int[places.length];
      spare = new int[places.length];
    }
    timeline.reset(person, count);
    boolean inOrder = true;
    for (int i = 0; i < count; i++) {
      int row = order[from + i];
      MemorySegment slab = rows.slab(part, row);
      long at = rows.offset(part, row);
      places[i] = slab.get(ValueLayout.JAVA_INT, at + PersonRows.PLACE);
      int partitionAndGroup = slab.get(ValueLayout.JAVA_INT, at + PersonRows.PARTITION_AND_GROUP);
      partitions[i] = partitionAndGroup >>> 16;
      timeline.add(
          slab.get(ValueLayout.JAVA_LONG, at + PersonRows.TIME),
          slab.get(ValueLayout.JAVA_INT, at + PersonRows.CODE),
          partitionAndGroup & 0xFFFF);
      inOrder &= i == 0 || !isBefore(i, i - 1);
    }
    if (!inOrder) {
      for (int i = 0; i < count; i++) {
        sorted[i] = i;
      }
      sort(0, count);
      timeline.reorder(sorted);
    }
    visitor.accept(timeline);
  }

  /** Merges halves, and leaves them as they are where they are in order, as most of a log is. */
  private void sort(int from, int end) {
    if (end - from < 2) {
      return;
    }
    int middle = (from + end) >>> 1;
    sort(from, middle);
    sort(middle, end);
    if (!isBefore(sorted[middle], sorted[middle - 1])) {
      return;
    }
    int moved = middle - from;
    System.arraycopy(sorted, from, spare, 0, moved);
    int first = 0;
    int second = middle;
    int to = from;
    while (first < moved && second < end) {
      sorted[to++] = isBefore(sorted[second], spare[first]) ? sorted[second++] : spare[first++];
    }
    System.arraycopy(spare, first, sorted, to, moved - first);
  }

  private boolean isBefore(int one, int other) {
    long time = timeline.time(one);
    long otherTime = timeline.time(other);
    if (time != otherTime) {
      return time < otherTime;
    }
    return partitions[one] == partitions[other]
        ? places[one] - places[other] < 0
        : partitions[one] < partitions[other];
  }
}
