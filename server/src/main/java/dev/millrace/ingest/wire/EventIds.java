package dev.millrace.ingest.wire;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids for events that come without one: UUIDs of version 7 (RFC 9562, section 5.7). Each is
 * greater than the ones before it. Safe for use by many threads.
 *
 * <pre>
 * 48 bits  milliseconds since 1970
 *  4 bits  version, 7
 * 12 bits  counter within the millisecond; when it is used up, the next millisecond is begun early
 *  2 bits  variant, 2
 * 62 bits  a pseudo-random sequence that begins at the seed
 * </pre>
 */
public final class EventIds {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The odd number nearest to 2^64 divided by the golden ratio: its multiples spread evenly. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long seed;
  private final AtomicLong last = new AtomicLong();

  /**
   * @param seed differs between servers and between starts
   */
  public EventIds(long seed) {
    this.seed = seed;
  }

  /**
   * @param received microseconds UTC
   */
  public String next(long received) {
    long first = received / 1_000 << 12;
    long tick = last.updateAndGet(before -> Math.max(before + 1, first));
    long high = (tick & ~0xfffL) << 4 | 0x7000 | (tick & 0xfff);
    long low = mix(seed + tick * GOLDEN) >>> 2 | 0x8000_0000_0000_0000L;
    byte[] text = new byte[36];
    write(high, text, 0);
    write(low, text, 19);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Sixteen digits, with a dash after the groups that a UUID has in this half. */
  private static void write(long half, byte[] text, int from) {
    int at = from;
    for (int shift = 60; shift >= 0; shift -= 4) {
      text[at++] = HEX[(int) (half >>> shift) & 0xf];
      if (at == 8 || at == 13 || at == 18 || at == 23) {
        text[at++] = '-';
      }
    }
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
