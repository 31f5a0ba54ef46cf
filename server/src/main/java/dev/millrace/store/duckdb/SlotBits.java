package dev.millrace.store.duckdb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sets of buckets as columns of whole numbers, a bit for each bucket: one aggregate for each person
 * then tells all buckets that they are in, without a row for each.
 *
 * @param name what the columns are called, with a number behind it
 * @param slots how many buckets there are
 */
record SlotBits(String name, int slots) {
  private static final int BITS = 62;

  private int words() {
    return (slots + BITS - 1) / BITS;
  }

  List<String> names() {
    return IntStream.range(0, words()).mapToObj(word -> name + word).toList();
  }

  /**
   * Aggregates that collect the buckets.
   *
   * @param slot an expression for the number of the bucket
   * @param test which rows count
   */
  List<String> collect(String slot, String test) {
    return IntStream.range(0, words())
        .mapToObj(word -> "coalesce(bit_or(" + bit(slot, test, word) + "), 0) as " + name + word)
        .toList();
  }

  /** The set that has one bucket only. */
  List<String> single(String slot) {
    return IntStream.range(0, words())
        .mapToObj(word -> "coalesce(" + bit(slot, "true", word) + ", 0) as " + name + word)
        .toList();
  }

  private String bit(String slot, String test, int word) {
    String place = words() == 1 ? slot : "(" + slot + " - " + word * BITS + ")";
    String own = words() == 1 ? test : test + " and " + slot + " // " + BITS + " = " + word;
    return "case when " + own + " then 1::bigint << " + place + "::integer end";
  }

  /** How many buckets are in a row's set. */
  String count() {
    return names().stream()
        .map(column -> "bit_count(" + column + ")::integer")
        .collect(Collectors.joining(" + ", "(", ")"));
  }

  /** The set in a row, from the column on. */
  BitSet read(ResultSet row, int column) throws SQLException {
    BitSet set = new BitSet(slots);
    for (int word = 0; word < words(); word++) {
      long bits = row.getLong(column + word);
      while (bits != 0) {
        set.set(word * BITS + Long.numberOfTrailingZeros(bits));
        bits &= bits - 1;
      }
    }
    return set;
  }

  /** How many columns there are. */
  int columns() {
    return words();
  }
}
