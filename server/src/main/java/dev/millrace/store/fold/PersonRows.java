package dev.millrace.store.fold;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
 * <p>Filled by one thread at a time.
 */
public final class PersonRows implements AutoCloseable {
  /** What an event takes. */
  public static final int ROW_BYTES = 24;

  /** People cannot be divided any further. */
  public static final int MAX_MODULUS = 256;

  static final int PART_BITS = Integer.numberOfTrailingZeros(MAX_MODULUS);
  private static final int PARTS = MAX_MODULUS;
  static final int BLOCK_ROWS = 64;
  private static final int BLOCK_BYTES = BLOCK_ROWS * ROW_BYTES;

  /** Memory is taken so many blocks at a time. */
  private static final int SLAB_BLOCKS = 512;

  static final long TIME = 0;
  static final long PERSON = 8;
  static final long PLACE = 12;
  static final long CODE = 16;
  static final long PARTITION_AND_GROUP = 20;

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

  /**
   * Hands over everyone once, on as many threads as there are processors. A visitor is called by
   * one of them, with the same timeline object each time, and added to another one at the end.
   *
   * @param add adds what the second has found to the first
   */
  public <V extends Consumer<Timeline>> V collect(Supplier<V> visitors, BiConsumer<V, V> add) {
    record Reading<V>(PersonReading people, V visitor) {}
    return IntStream.range(0, PARTS)
        .parallel()
        .collect(
            () -> new Reading<>(new PersonReading(this), visitors.get()),
            (reading, part) -> reading.people.forEach(part, reading.visitor),
            (reading, other) -> add.accept(reading.visitor, other.visitor))
        .visitor;
  }

  /** How many events there are of the people of a part. */
  int size(int part) {
    return parts[part].size;
  }

  /** The largest number of a person that has come. */
  int lastPerson() {
    return last;
  }

  /** Where an event is in its {@link #slab}. */
  long offset(int part, int row) {
    return offset(parts[part].blocks[row / BLOCK_ROWS]) + (long) (row % BLOCK_ROWS) * ROW_BYTES;
  }

  MemorySegment slab(int part, int row) {
    return slabs.get(parts[part].blocks[row / BLOCK_ROWS] / SLAB_BLOCKS);
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    arena.close();
  }
}
