package dev.millrace.event;

import java.util.Arrays;

/**
 * How far each partition of the log is covered. Kept as the offset after the last covered event, so
 * that 0 means none; written for clients as the last covered offset, {@code 0:41,2:7}. Immutable.
 */
public final class Positions {
  public static final Positions NONE = new Positions(new long[0]);
  private static final int MAX_PARTITIONS = 10_000;

  private final long[] next;

  private Positions(long[] next) {
    this.next = next;
  }

  /** Positions from the next offset of each partition, counted from partition 0. */
  public static Positions ofNext(long... next) {
    int length = next.length;
    while (length > 0 && next[length - 1] == 0) {
      length--;
    }
    return new Positions(Arrays.copyOf(next, length));
  }

  /**
   * Reads the form that clients see.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Positions parse(String text) {
    Positions positions = NONE;
    if (text.isBlank()) {
      return positions;
    }
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      try {
        int partition = Integer.parseInt(part.substring(0, Math.max(colon, 0)).strip());
        long offset = Long.parseLong(part.substring(colon + 1).strip());
        if (partition < 0
            || partition >= MAX_PARTITIONS
            || offset < 0
            || offset == Long.MAX_VALUE) {
          throw new NumberFormatException();
        }
        positions = positions.withNext(partition, offset + 1);
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException(
            "a position looks like 0:41,2:7 (partition:offset), not " + text);
      }
    }
    return positions;
  }

  /** The offset after the last covered one; 0 if nothing of the partition is covered. */
  public long next(int partition) {
    return partition < next.length ? next[partition] : 0;
  }

  /** One more than the highest partition of which anything is covered. */
  public int size() {
    return next.length;
  }

  public Positions withNext(int partition, long offset) {
    long[] copy = Arrays.copyOf(next, Math.max(next.length, partition + 1));
    copy[partition] = offset;
    return ofNext(copy);
  }

  /** Whether everything that the other covers is covered by this. */
  public boolean covers(Positions other) {
    for (int partition = 0; partition < other.next.length; partition++) {
      if (next(partition) < other.next[partition]) {
        return false;
      }
    }
    return true;
  }

  /** The least positions that cover both. */
  public Positions max(Positions other) {
    long[] most = Arrays.copyOf(next, Math.max(next.length, other.next.length));
    for (int partition = 0; partition < other.next.length; partition++) {
      most[partition] = Math.max(most[partition], other.next[partition]);
    }
    return ofNext(most);
  }

  /** Events that this covers and the other does not; partitions where it covers less count as 0. */
  public long minus(Positions other) {
    long events = 0;
    for (int partition = 0; partition < next.length; partition++) {
      events += Math.max(0, next[partition] - other.next(partition));
    }
    return events;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Positions that && Arrays.equals(next, that.next);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(next);
  }

  /** The form that clients see. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int partition = 0; partition < next.length; partition++) {
      if (next[partition] > 0) {
        text.append(text.isEmpty() ? "" : ",").append(partition).append(':');
        text.append(next[partition] - 1);
      }
    }
    return text.toString();
  }
}
