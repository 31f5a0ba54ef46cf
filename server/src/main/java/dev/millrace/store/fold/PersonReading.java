package dev.millrace.store.fold;

import static dev.millrace.store.fold.PersonRows.PART_BITS;

import java.util.Arrays;
import java.util.function.Consumer;

/** Takes people's events out of {@link PersonRows}, part by part. Used by one thread at a time. */
final class PersonReading {
  private final PersonRows rows;
  private final Timeline timeline = new Timeline();

  /** Where each person's rows end, of a part's. */
  private final int[] ends;

  private int[] runs = new int[16];
  private int[] sorted = new int[0];
  private int[] spare = new int[0];

  /**
   * @param people a number that none of them has or is above
   */
  PersonReading(PersonRows rows, int people) {
    this.rows = rows;
    this.ends = new int[(people >>> PART_BITS) + 2];
  }

  /** Hands over the people of a part who are not settled, as the same object each time. */
  void forEach(int part, Consumer<Timeline> visitor) {
    int size = rows.size(part);
    if (size == 0) {
      return;
    }
    deal(part, size);
    int from = 0;
    for (int person = 0; person < ends.length; person++) {
      int number = (person << PART_BITS) + part;
      if (ends[person] > from && !rows.isSettled(number)) {
        timeline.set(number, from, ends[person]);
        putInOrder();
        visitor.accept(timeline);
      }
      from = ends[person];
    }
  }

  /** Lays the part's rows out by person. */
  private void deal(int part, int size) {
    timeline.require(size);
    Arrays.fill(ends, 0);
    rows.visit(part, (_, placeAndPerson, _) -> ends[(((int) placeAndPerson) >>> PART_BITS) + 1]++);
    for (int person = 1; person < ends.length; person++) {
      ends[person] += ends[person - 1];
    }
    // What was each one's beginning moves to the end.
    rows.visit(
        part,
        (time, placeAndPerson, kind) ->
            timeline.put(
                ends[((int) placeAndPerson) >>> PART_BITS]++,
                time,
                (int) (placeAndPerson >>> 32),
                kind));
  }

  /** Merges neighbouring runs until there is one: each filler's rows nearly are in order. */
  private void putInOrder() {
    int count = timeline.size();
    int found = findRuns(count);
    if (found == 1) {
      return;
    }
    if (sorted.length < count) {
      sorted = new int[Math.max(count, 2 * sorted.length)];
      spare = new int[sorted.length];
    }
    for (int i = 0; i < count; i++) {
      sorted[i] = i;
    }
    while (found > 1) {
      int merged = 0;
      for (int run = 0; run < found; run += 2) {
        if (run + 1 < found) {
          merge(runs[run], runs[run + 1], runs[run + 2]);
        }
        runs[merged++] = runs[run];
      }
      runs[merged] = count;
      found = merged;
    }
    timeline.reorder(sorted);
  }

  /** How many ascending runs there are; notes where each begins, and where the last ends. */
  private int findRuns(int count) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || timeline.isBefore(i, i - 1)) {
        if (found + 2 > runs.length) {
          runs = Arrays.copyOf(runs, 2 * runs.length);
        }
        runs[found++] = i;
      }
    }
    runs[found] = count;
    return found;
  }

  private void merge(int from, int middle, int end) {
    int moved = middle - from;
    System.arraycopy(sorted, from, spare, 0, moved);
    int first = 0;
    int second = middle;
    int to = from;
    while (first < moved && second < end) {
      sorted[to++] =
          timeline.isBefore(sorted[second], spare[first]) ? sorted[second++] : spare[first++];
    }
    System.arraycopy(spare, first, sorted, to, moved - first);
  }
}
