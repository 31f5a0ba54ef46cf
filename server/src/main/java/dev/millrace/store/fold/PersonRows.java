package dev.millrace.store.fold;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
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
 * <p>Several threads may fill it, each with a {@link Filler} of its own at a time.
 */
public final class PersonRows implements AutoCloseable {
  /** What an event takes. */
  public static final int ROW_BYTES = 24;

  /** People cannot be divided any further. */
  public static final int MAX_MODULUS = 256;

  static final int PART_BITS = Integer.numberOfTrailingZeros(MAX_MODULUS);
  private static final int PARTS = MAX_MODULUS;
  private static final int BLOCK_ROWS = 64;
  private static final int BLOCK_BYTES = BLOCK_ROWS * ROW_BYTES;

  private static final long TIME = 0;
  private static final long PLACE_AND_PERSON = 8;
  private static final long KIND = 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final List<Filler> fillers = new ArrayList<>();
  private final ConcurrentLinkedDeque<Filler> idle = new ConcurrentLinkedDeque<>();
  private final int limit;
  private final int[] free;
  private int freed;
  private int made;

  /** Whoever reads has a filler of its own, so that what comes in order stays in order. */
  private final Thread owner = Thread.currentThread();

  private final Filler own;

  /** Those who are done, by part, without the bits that all of a part have. */
  private final BitSet[] settled = new BitSet[PARTS];

  private volatile boolean hasSettled;
  private volatile boolean abandoned;
  private final int remainder;
  private volatile int modulus;
  private volatile boolean overfull;

  /**
   * Takes the people whose number leaves this remainder.
   *
   * @param limit events to hold at most; below some thousands, much of it is lost to gaps
   * @param modulus a power of 2, at most {@link #MAX_MODULUS}
   */
  public PersonRows(int limit, int modulus, int remainder) {
    this.limit = limit / BLOCK_ROWS;
    this.memory = LazyMemory.allocate((long) this.limit * BLOCK_BYTES, arena);
    this.free = new int[this.limit];
    this.modulus = modulus;
    this.remainder = remainder;
    Arrays.setAll(settled, _ -> new BitSet());
    this.own = new Filler();
  }

  /** What people's numbers are divided by; doubles each time that half of them is given up. */
  public int modulus() {
    return modulus;
  }

  /**
   * Whether people were given up when some of them had been settled: then what has been found is
   * worth nothing, and nothing more is taken. To be done again with the new {@link #modulus}.
   */
  public boolean isAbandoned() {
    return abandoned;
  }

  /** Whether {@link Filler#add} has thrown. */
  public boolean isOverfull() {
    return overfull;
  }

  /** One that no other thread has; to be given back with {@link #giveBack}. */
  public Filler take() {
    if (Thread.currentThread() == owner) {
      return own;
    }
    Filler filler = idle.poll();
    return filler == null ? new Filler() : filler;
  }

  public void giveBack(Filler filler) {
    if (filler != own) {
      idle.push(filler);
    }
  }

  /** Adds events. Used by one thread at a time. */
  public final class Filler {
    /** Those of each part, of which the last is not full. */
    private final int[][] blocks = new int[PARTS][4];

    private final int[] counts = new int[PARTS];

    /** Where the next row of each part goes, and where its block ends. */
    private final long[] next = new long[PARTS];

    private final long[] ends = new long[PARTS];
    private int last = -1;
    private int givenUp = modulus;

    private Filler() {
      synchronized (PersonRows.this) {
        fillers.add(this);
      }
    }

    /** Whether the person's events are wanted: they are neither given up nor settled. */
    public boolean takes(int person) {
      return isTaken(person) && !(hasSettled && (abandoned || isSettled(person)));
    }

    /**
     * Adds an event of a person that it takes.
     *
     * @param placeAndPerson the person's number, 0 or more, in the last 32 bits, and before it the
     *     last 31 bits of the event's offset, which decide between events at the same time
     * @param kind the partition of the log, less than 2^15, which decides before the place does;
     *     then 16 bits of a group, and 32 of a code
     * @throws IllegalStateException if the people of a single part have more events than fit
     */
    public void add(long time, long placeAndPerson, long kind) {
      int person = (int) placeAndPerson;
      int part = person & (PARTS - 1);
      if (next[part] == ends[part] && !extend(part)) {
        return;
      }
      long at = next[part];
      memory.set(ValueLayout.JAVA_LONG, at + TIME, time);
      memory.set(ValueLayout.JAVA_LONG, at + PLACE_AND_PERSON, placeAndPerson);
      memory.set(ValueLayout.JAVA_LONG, at + KIND, kind);
      next[part] = at + ROW_BYTES;
      last = Math.max(last, person);
    }

    /** Gives the part another block, unless its people are given up meanwhile. */
    private boolean extend(int part) {
      synchronized (PersonRows.this) {
        giveUp();
        while (freed == 0 && made == limit && !abandoned) {
          giveUpHalf();
          giveUp();
        }
        if (abandoned || !isTaken(part)) {
          return false;
        }
        int block = freed > 0 ? free[--freed] : made++;
        if (counts[part] == blocks[part].length) {
          blocks[part] = Arrays.copyOf(blocks[part], 2 * counts[part]);
        }
        blocks[part][counts[part]++] = block;
        next[part] = (long) block * BLOCK_BYTES;
        ends[part] = next[part] + BLOCK_BYTES;
        return true;
      }
    }

    /** Frees the blocks of those who have been given up since it last did. */
    private void giveUp() {
      if (givenUp == modulus) {
        return;
      }
      givenUp = modulus;
      for (int part = 0; part < PARTS; part++) {
        if (!isTaken(part)) {
          System.arraycopy(blocks[part], 0, free, freed, counts[part]);
          freed += counts[part];
          counts[part] = 0;
          next[part] = ends[part];
        }
      }
    }

    private int size(int part) {
      return counts[part] * BLOCK_ROWS - (int) (ends[part] - next[part]) / ROW_BYTES;
    }

    private void visit(int part, RowVisitor visitor) {
      for (int i = 0; i < counts[part]; i++) {
        long from = (long) blocks[part][i] * BLOCK_BYTES;
        long end = i < counts[part] - 1 ? from + BLOCK_BYTES : next[part];
        for (long at = from; at < end; at += ROW_BYTES) {
          visitor.visit(
              memory.get(ValueLayout.JAVA_LONG, at + TIME),
              memory.get(ValueLayout.JAVA_LONG, at + PLACE_AND_PERSON),
              memory.get(ValueLayout.JAVA_LONG, at + KIND));
        }
      }
    }
  }

  private boolean isTaken(int person) {
    return (person & (modulus - 1)) == remainder;
  }

  private void giveUpHalf() {
    if (modulus == PARTS) {
      overfull = true;
      throw new IllegalStateException("few people have more than the events that fit");
    }
    modulus *= 2;
    abandoned = hasSettled;
  }

  /**
   * Hands over everyone who is not settled, on as many threads as there are processors. A visitor
   * is called by one of them, with the same timeline object each time, and added to another one at
   * the end. To be called by the thread that has made it, when all fillers are given back.
   *
   * @param add adds what the second has found to the first
   */
  public <V extends Consumer<Timeline>> V collect(Supplier<V> visitors, BiConsumer<V, V> add) {
    return visit(visitors, add, Consumer::accept);
  }

  /**
   * The same for those who may be settled by what is there of them: when everything before some
   * time is. Of whoever is settled, later events are not taken.
   */
  public <V extends Follower> V settle(Supplier<V> visitors, BiConsumer<V, V> add) {
    V found =
        visit(
            visitors,
            add,
            (visitor, timeline) -> {
              if (visitor.settle(timeline)) {
                int person = timeline.person();
                settled[person & (PARTS - 1)].set(person >>> PART_BITS);
              }
            });
    hasSettled = true;
    return found;
  }

  private <V> V visit(
      Supplier<V> visitors, BiConsumer<V, V> add, BiConsumer<V, Timeline> visiting) {
    record Reading<V>(PersonReading people, V visitor) {}
    int people = fillers.stream().mapToInt(filler -> filler.last + 1).max().orElse(0);
    return IntStream.range(0, PARTS)
        .filter(this::isTaken)
        .parallel()
        .collect(
            () -> new Reading<>(new PersonReading(this, people), visitors.get()),
            (reading, part) ->
                reading.people.forEach(
                    part, timeline -> visiting.accept(reading.visitor, timeline)),
            (reading, other) -> add.accept(reading.visitor, other.visitor))
        .visitor;
  }

  boolean isSettled(int person) {
    return settled[person & (PARTS - 1)].get(person >>> PART_BITS);
  }

  /**
   * The most events of people whose number ends in the same bits: {@link #collect} has them on the
   * heap.
   */
  public int largestPart() {
    return IntStream.range(0, PARTS).filter(this::isTaken).map(this::size).max().orElse(0);
  }

  /** How many events there are of the people of a part. */
  int size(int part) {
    return fillers.stream().mapToInt(filler -> filler.size(part)).sum();
  }

  /** Visits a part's rows, one filler's after the other's. */
  void visit(int part, RowVisitor visitor) {
    fillers.forEach(filler -> filler.visit(part, visitor));
  }

  /** Takes a row as it was added. */
  @FunctionalInterface
  interface RowVisitor {
    void visit(long time, long placeAndPerson, long kind);
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    arena.close();
  }
}
