package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.store.LoggedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of events as columns, of the size that the engine takes at once. Filled by one thread;
 * others read the rows that {@link Generation} has published. Text is UTF-8.
 */
final class RecentChunk {
  static final int ROWS = 2_048;

  /** Stands for no number. */
  static final int NOBODY = -1;

  final byte[][] projects = new byte[ROWS][];
  final byte[][] names = new byte[ROWS][];
  final long[] idHighs = new long[ROWS];
  final long[] idLows = new long[ROWS];

  /** Null where the id is a UUID. */
  final byte[] @Nullable [] idTexts = new byte[ROWS][];

  final int[] numbers = new int[ROWS];

  /** {@link #NOBODY} where there is none. */
  final int[] anonymous = new int[ROWS];

  final long[] times = new long[ROWS];

  /** {@link Event#NO_TIME} where there is none. */
  final long[] sents = new long[ROWS];

  final long[] received = new long[ROWS];

  /** Null where the engine would not read them. */
  final byte[] @Nullable [] properties = new byte[ROWS][];

  /** The properties that the engine would not read. */
  final byte[] @Nullable [] unparsed = new byte[ROWS][];

  /** Null for the empty object. */
  final byte[] @Nullable [] contexts = new byte[ROWS][];

  final int[] partitions = new int[ROWS];
  final long[] offsets = new long[ROWS];

  /** Bounds of the times; of rows too that are not published yet. */
  private long earliest = Long.MAX_VALUE;

  private long latest = Long.MIN_VALUE;

  /** The rows that are late, in order, and how many; of rows too that are not published yet. */
  private final short[] lateRows = new short[ROWS];

  private int lateCount;

  /** Bounds of the times at which the others were sent; as above. */
  private long firstSent = Long.MAX_VALUE;

  private long lastSent = Long.MIN_VALUE;

  /** To be called once a row is filled; a row may be filled again, with those after it. */
  void noteSent(int row) {
    while (lateCount > 0 && lateRows[lateCount - 1] >= row) {
      lateCount--;
    }
    if (isLate(row)) {
      lateRows[lateCount++] = (short) row;
    } else if (hasSent(row)) {
      firstSent = Math.min(firstSent, sents[row]);
      lastSent = Math.max(lastSent, sents[row]);
    }
  }

  /** The late ones of the first rows. */
  int[] lateRows(int rows) {
    int count = lateCount;
    int[] late = new int[count];
    int found = 0;
    for (int i = 0; i < count && lateRows[i] < rows; i++) {
      late[found++] = lateRows[i];
    }
    return Arrays.copyOf(late, found);
  }

  /** Whether one that is not late may have been sent at one of the times, which are ascending. */
  boolean mayHaveSentAt(long[] times) {
    int next = Arrays.binarySearch(times, firstSent);
    next = next < 0 ? ~next : next;
    return next < times.length && times[next] <= lastSent;
  }

  void setTime(int row, long time) {
    times[row] = time;
    earliest = Math.min(earliest, time);
    latest = Math.max(latest, time);
  }

  long earliest() {
    return earliest;
  }

  long latest() {
    return latest;
  }

  /** Whether there may be events with a time from the first to before the second. */
  boolean mayHave(long from, long to) {
    return earliest < to && latest >= from;
  }

  boolean hasSent(int row) {
    return sents[row] != Event.NO_TIME;
  }

  /** Whether the client's time is kept as its distance from the corrected one. */
  boolean isNear(int row) {
    return hasSent(row) && Math.abs(times[row] - sents[row]) <= Layout.NEAR_MICROS;
  }

  /** Whether it was received long after it happened, or before; see {@link Layout}. */
  boolean isLate(int row) {
    return isFar(times[row], row) || (hasSent(row) && isFar(sents[row], row));
  }

  private boolean isFar(long time, int row) {
    return time < received[row] - Layout.NEAR_MICROS || time > received[row] + Layout.NEAR_MICROS;
  }

  /** Takes over a row of another chunk. */
  void copy(RecentChunk from, int fromRow, int row) {
    projects[row] = from.projects[fromRow];
    names[row] = from.names[fromRow];
    idHighs[row] = from.idHighs[fromRow];
    idLows[row] = from.idLows[fromRow];
    idTexts[row] = from.idTexts[fromRow];
    numbers[row] = from.numbers[fromRow];
    anonymous[row] = from.anonymous[fromRow];
    setTime(row, from.times[fromRow]);
    sents[row] = from.sents[fromRow];
    received[row] = from.received[fromRow];
    properties[row] = from.properties[fromRow];
    unparsed[row] = from.unparsed[fromRow];
    contexts[row] = from.contexts[fromRow];
    partitions[row] = from.partitions[fromRow];
    offsets[row] = from.offsets[fromRow];
  }

  String id(int row) {
    byte[] text = idTexts[row];
    return text == null ? new UUID(idHighs[row], idLows[row]).toString() : text(text);
  }

  /**
   * @param people the texts of numbers
   */
  LoggedEvent event(int row, Map<Integer, String> people) {
    byte[] read = properties[row];
    byte[] context = contexts[row];
    Event event =
        new Event(
            text(projects[row]),
            id(row),
            text(names[row]),
            Objects.requireNonNull(people.get(numbers[row])),
            people.get(anonymous[row]),
            times[row],
            sents[row],
            received[row],
            StoredEvents.json(read == null ? unparsed[row] : read),
            StoredEvents.json(context));
    return new LoggedEvent(event, partitions[row], offsets[row]);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
