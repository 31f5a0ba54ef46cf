package dev.millrace.process;

import dev.millrace.event.Positions;
import dev.millrace.store.StorePosition;

/**
 * Where reading begins, decided from where the store and the log stand.
 *
 * <ul>
 *   <li>A log made anew is read from its beginning.
 *   <li>A partition that ends before the store's position has lost its end, and what was appended
 *       since may hide behind that position. So it is read again from its beginning, however long
 *       that takes: what the store has is dropped as repeats.
 *   <li>A partition that begins after the store's position has lost events to retention, which are
 *       counted.
 * </ul>
 *
 * @param stands where the store stands in this log, which fences the first batch
 * @param from where to read from
 * @param recreated whether the store's position belongs to another log
 * @param cutOff offsets between the log's end and the store's position
 * @param lost offsets between the store's position and the log's beginning
 */
record Start(Positions stands, Positions from, boolean recreated, long cutOff, long lost) {

  static Start of(
      StorePosition store, String logId, int partitions, Positions beginning, Positions end) {
    boolean known = store.logId().equals(logId);
    long cutOff = 0;
    long lost = 0;
    long[] from = new long[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      long next = known ? store.positions().next(partition) : 0;
      long first = beginning.next(partition);
      long last = end.next(partition);
      if (next > last) {
        cutOff += next - last;
        from[partition] = first;
      } else {
        lost += known ? Math.max(0, first - next) : 0;
        from[partition] = Math.max(first, next);
      }
    }
    boolean recreated = !known && !store.logId().isEmpty();
    Positions stands = known ? store.positions() : Positions.NONE;
    return new Start(stands, Positions.ofNext(from), recreated, cutOff, lost);
  }
}
