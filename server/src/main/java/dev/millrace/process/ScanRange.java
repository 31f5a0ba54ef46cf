package dev.millrace.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Buckets that one scan of the store fills.
 *
 * @param first the number of the first bucket
 * @param last the number of the last one, itself included
 */
record ScanRange(long first, long last) {

  /**
   * Ranges that together hold the given buckets.
   *
   * @param largestGap how many buckets that nobody asked for a scan may visit on its way to the
   *     next
   */
  static List<ScanRange> covering(long[] numbers, long largestGap) {
    List<ScanRange> ranges = new ArrayList<>();
    if (numbers.length == 0) {
      return ranges;
    }
    long[] sorted = numbers.clone();
    Arrays.sort(sorted);
    long first = sorted[0];
    long last = first;
    for (long number : sorted) {
      if (number - last - 1 > largestGap) {
        ranges.add(new ScanRange(first, last));
        first = number;
      }
      last = number;
    }
    ranges.add(new ScanRange(first, last));
    return ranges;
  }
}
