package dev.millrace.ingest.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A small set of names that are found by their bytes, without making a string. Immutable. */
public final class FieldNames {
  private final List<String> names;
  private final byte[][] bytes;

  /** Indexes of the names by their length; the empty array where there are none. */
  private final int[][] byLength;

  /** The index of a name is its place in the list. */
  public FieldNames(List<String> names) {
    this.names = List.copyOf(names);
    bytes =
        names.stream().map(name -> name.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    byLength = new int[longest + 1][0];
    for (int i = 0; i < bytes.length; i++) {
      int[] indexes = byLength[bytes[i].length];
      byLength[bytes[i].length] = Arrays.copyOf(indexes, indexes.length + 1);
      byLength[bytes[i].length][indexes.length] = i;
    }
  }

  int indexOf(byte[] text, int from, int to) {
    int length = to - from;
    if (length >= byLength.length) {
      return -1;
    }
    for (int index : byLength[length]) {
      if (Arrays.equals(text, from, to, bytes[index], 0, length)) {
        return index;
      }
    }
    return -1;
  }

  int indexOf(String name) {
    return names.indexOf(name);
  }
}
