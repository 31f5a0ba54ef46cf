package dev.millrace.store.fold;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Events of many people, put in any order and taken out person by person. Holds a bounded number,
 * outside of the Java heap: when it is full, half of the people are given up and their events no
 * longer taken, until those that are left fit. Whoever fills it asks {@link #modulus} at the end,
 * and does the same again for the others.
 *
 * <p>People are dealt out to parts by the last bits of their number, and a part's rows lie in
 * blocks of its own: giving people up frees blocks, and a part is small enough to be put in order
 * in the processor's cache.
 *
 * <p>Used by one thread at a time.
 */
public final class PersonRows implements AutoCloseable {
  /** What an event takes. */
  public static final int ROW_BYTES = 24;

  /** People cannot be divided any further. */
  public static final int MAX_MODULUS = 256;

  private static final int PART_BITS = Integer.numberOfTrailingZeros(MAX_MODULUS);
  private static final int PARTS = MAX_MODULUS;
  private static final int BLOCK_ROWS = 64;
  private static final int BLOCK_BYTES = BLOCK_ROWS * ROW_BYTES;

  /** Memory is taken so many blocks at a time. */
  private static final int SLAB_BLOCKS = 512;

  private static final long TIME = 0;
  private static final long PERSON = 8;
  private static final long PLACE = 12;
  private static final long CODE = 16;
  private static final long PARTITION_AND_GROUP = 20;

  private final Arena arena = Arena.ofShared();
  private final List<MemorySegment> slabs = new ArrayList<>();
  private final int limit;
  private final int[] free;
  private int freed;
  private int made;

  private int modulus;
  private final int remainder;
  private final Part[] parts = new Part[PARTS];
  private int last = -1;
  private boolean overfull;

  /** Where each person's rows end in the order of a part's. */
  private int[] ends = new int[0];

  private int[] people = new int[0];
  private int[] order = new int[0];
  private final Timeline timeline = new Timeline();
  private int[] partitions = new int[0];
  private int[] places = new int[0];
  private int[] sorted = new int[0];
  private int[] spare = new int[0];

  /** The rows of the people whose number ends in the same bits. */
  private static final class Part {
    int size;
    int[] blocks = new int[4];
    MemorySegment slab = MemorySegment.NULL;
    long end;
  }

  /**
   * Takes the people whose number leaves this remainder.
   *
   * @param limit events to hold at most; below some thousands, much of it is lost to gaps
   * @param modulus a power of 2, at most {@link #MAX_MODULUS}
   */
  public PersonRows(int limit, int modulus, int remainder) {
    this.limit = limit / BLOCK_ROWS;
    this.free = new int[this.limit];
    this.modulus = modulus;
    this.remainder = remainder;
    Arrays.setAll(parts, _ -> new Part());
  }

  /** What people's numbers are divided by; doubles each time that half of them is given up. */
  public int modulus() {
    return modulus;
  }

  /** Whether {@link #add} has thrown. */
  public boolean isOverfull() {
    return overfull;
  }

  /**
   * Adds an event, if it is of a person that is taken.
   *
   * @param person a small number, 0 or more
   * @param partition of the log, less than 2^15; decides between events at the same time
   * @param place decides between those of the same partition: the last bits of the offset
   * @param group less than 2^16
   * @throws IllegalStateException if the people of a single part have more events than fit
   */
  public void add(int person, long time, int partition, int place, int code, int group) {
    Part part = parts[person & (PARTS - 1)];
    if ((person & (modulus - 1)) != remainder || (isAtEndOfBlock(part) && !extend(part, person))) {
      return;
    }
    MemorySegment slab = part.slab;
    long at = part.end;
    slab.set(ValueLayout.JAVA_LONG, at + TIME, time);
    slab.set(ValueLayout.JAVA_INT, at + PERSON, person);
    slab.set(ValueLayout.JAVA_INT, at + PLACE, place);
    slab.set(ValueLayout.JAVA_INT, at + CODE, code);
    slab.set(ValueLayout.JAVA_INT, at + PARTITION_AND_GROUP, partition << 16 | group);
    part.end = at + ROW_BYTES;
    part.size++;
    last = Math.max(last, person);
  }

  private static boolean isAtEndOfBlock(Part part) {
    return part.size % BLOCK_ROWS == 0;
  }

  /** Gives the part another block, unless the person is given up meanwhile. */
  private boolean extend(Part part, int person) {
    while (freed == 0 && made == limit) {
      giveUpHalf();
      if ((person & (modulus - 1)) != remainder) {
        return false;
      }
    }
    int block = freed > 0 ? free[--freed] : make();
    int index = part.size / BLOCK_ROWS;
    if (index == part.blocks.length) {
      part.blocks = Arrays.copyOf(part.blocks, 2 * index);
    }
    part.blocks[index] = block;
    part.slab = slabs.get(block / SLAB_BLOCKS);
    part.end = offset(block);
    return true;
  }

  private int make() {
    if (made % SLAB_BLOCKS == 0) {
      int blocks = Math.min(SLAB_BLOCKS, limit - made);
      slabs.add(arena.allocate((long) blocks * BLOCK_BYTES, Long.BYTES));
    }
    return made++;
  }

  private static long offset(int block) {
    return (long) (block % SLAB_BLOCKS) * BLOCK_BYTES;
  }

  private void giveUpHalf() {
    if (modulus == PARTS) {
      overfull = true;
      throw new IllegalStateException("few people have more than the events that fit");
    }
    modulus *= 2;
    for (int i = 0; i < PARTS; i++) {
      if ((i & (modulus - 1)) != remainder) {
        Part part = parts[i];
        for (int index = 0; index * BLOCK_ROWS < part.size; index++) {
          free[freed++] = part.blocks[index];
        }
        part.size = 0;
      }
    }
  }

  /** Hands over everyone once. The timeline is the same object each time. */
  public void forEach(Consumer<Timeline> visitor) {
    for (int i = 0; i < PARTS; i++) {
      if (parts[i].size > 0) {
        forEach(parts[i], i, visitor);
      }
    }
  }

  private void forEach(Part part, int bits, Consumer<Timeline> visitor) {
    deal(part);
    int from = 0;
    for (int person = 0; person <= last >>> PART_BITS; person++) {
      int end = ends[person];
      if (end > from) {
        hand(part, (person << PART_BITS) + bits, from, end, visitor);
      }
      from = end;
    }
  }

  /** Orders the part's rows by person. */
  private void deal(Part part) {
    int count = (last >>> PART_BITS) + 1;
    ends = ends.length < count + 1 ? new int[count + 1] : ends;
    order = order.length < part.size ? new int[part.size] : order;
    people = people.length < part.size ? new int[part.size] : people;
    Arrays.fill(ends, 0);
    for (int row = 0; row < part.size; row += BLOCK_ROWS) {
      MemorySegment slab = slab(part, row);
      long at = offset(part, row) + PERSON;
      for (int i = row; i < Math.min(row + BLOCK_ROWS, part.size); i++) {
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
    for (int row = 0; row < part.size; row++) {
      order[ends[people[row]]++] = row;
    }
  }

  private MemorySegment slab(Part part, int row) {
    return slabs.get(part.blocks[row / BLOCK_ROWS] / SLAB_BLOCKS);
  }

  private static long offset(Part part, int row) {
    return offset(part.blocks[row / BLOCK_ROWS]) + (long) (row % BLOCK_ROWS) * ROW_BYTES;
  }

  private void hand(Part part, int person, int from, int end, Consumer<Timeline> visitor) {
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
      MemorySegment slab = slab(part, row);
      long at = offset(part, row);
      places[i] = slab.get(ValueLayout.JAVA_INT, at + PLACE);
      int partitionAndGroup = slab.get(ValueLayout.JAVA_INT, at + PARTITION_AND_GROUP);
      partitions[i] = partitionAndGroup >>> 16;
      timeline.add(
          slab.get(ValueLayout.JAVA_LONG, at + TIME),
          slab.get(ValueLayout.JAVA_INT, at + CODE),
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

  /** Gives the memory back. */
  @Override
  public void close() {
    arena.close();
  }
}
