package dev.millrace.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A range of time cut into the buckets of a trend, as arithmetic that any engine can do without
 * knowing timezones: the range falls into {@link Stretch}es, in each of which a time's bucket is
 * one subtraction and one division away.
 *
 * <p>Days, weeks and months are those of the calendar in the timezone: a time belongs to the date
 * that a clock on the wall shows, and a date that the zone skips has no bucket. Shorter buckets are
 * lengths of time that begin where the clock shows a full second, minute, quarter or hour; a clock
 * change that moves these marks (by half an hour, say) begins a new bucket.
 *
 * <p>Times are microseconds UTC.
 */
public final class Buckets {
  private static final long SECOND = Every.SECOND.micros();
  private static final long DAY = Every.DAY.micros();

  private final Every every;
  private final ZoneId zone;
  private final long from;
  private final long to;
  private final List<Stretch> stretches;
  private final long[] starts;

  /**
   * Part of the range where {@code bucket = firstBucket + (time - base) / width}.
   *
   * @param from first time, inclusive
   * @param until last time, exclusive
   * @param base start of the first bucket, at most {@code from}
   */
  public record Stretch(long from, long until, int firstBucket, long base, long width) {
    public int bucket(long time) {
      return firstBucket + Math.toIntExact((time - base) / width);
    }

    /** Whether all of it is in one bucket. */
    public boolean isOneBucket() {
      return until - base <= width;
    }
  }

  /** Part of the range where the zone's offset is one, and what it was before. */
  private record Offset(long from, long until, long micros, long previous) {
    /** How far the marks of the clock are from those in UTC. */
    long mark(long width) {
      return Math.floorMod(micros, width);
    }

    boolean movesMarks(long width) {
      return mark(width) != Math.floorMod(previous, width);
    }
  }

  private Buckets(
      Every every, ZoneId zone, long from, long to, List<Stretch> stretches, long[] starts) {
    this.every = every;
    this.zone = zone;
    this.from = from;
    this.to = to;
    this.stretches = List.copyOf(stretches);
    this.starts = starts;
  }

  /** Cuts {@code [from, to)}, which must not be empty; see {@link #estimate} for how many. */
  public static Buckets of(Every every, ZoneId zone, long from, long to) {
    if (from >= to) {
      throw new IllegalArgumentException("from must be before to");
    }
    List<Offset> offsets = offsets(zone, from, to);
    return switch (every) {
      case NONE -> {
        Stretch whole = new Stretch(from, to, 0, from, to - from);
        yield new Buckets(every, zone, from, to, List.of(whole), new long[] {from});
      }
      case SECOND, MINUTE, QUARTER_HOUR, HOUR -> clock(every, zone, from, to, offsets);
      case DAY, WEEK, MONTH -> calendar(every, zone, from, to, offsets);
    };
  }

  /** About how many buckets there would be, without making them. */
  public static long estimate(Every every, long from, long to) {
    return every == Every.NONE ? 1 : (to - from) / every.micros() + 1;
  }

  public Every every() {
    return every;
  }

  public ZoneId zone() {
    return zone;
  }

  /** First microsecond, inclusive; may be later than the start of the first bucket. */
  public long from() {
    return from;
  }

  /** Last microsecond, exclusive. */
  public long to() {
    return to;
  }

  public int size() {
    return starts.length;
  }

  /** When a bucket begins. */
  public long start(int bucket) {
    return starts[bucket];
  }

  /** The number of the bucket that a time in the range falls into. */
  public int bucket(long time) {
    int low = 0;
    int high = stretches.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time < stretches.get(middle).until) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return stretches.get(low).bucket(time);
  }

  /** Consecutive, and together the whole range. */
  public List<Stretch> stretches() {
    return stretches;
  }

  /** Whether no bucket boundary inside the range splits a step of this many microseconds. */
  public boolean consistOf(long step) {
    for (Stretch stretch : stretches) {
      boolean aligned =
          (stretch.from == from || stretch.from % step == 0)
              && (stretch.isOneBucket() || (stretch.base % step == 0 && stretch.width % step == 0));
      if (!aligned) {
        return false;
      }
    }
    return true;
  }

  /** Buckets of fixed width: offsets that agree on where the marks are make one stretch. */
  private static Buckets clock(Every every, ZoneId zone, long from, long to, List<Offset> offsets) {
    long width = every.micros();
    List<Stretch> stretches = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    int index = 0;
    while (index < offsets.size()) {
      Offset first = offsets.get(index);
      long mark = first.mark(width);
      long until = first.until;
      index++;
      while (index < offsets.size() && offsets.get(index).mark(width) == mark) {
        until = offsets.get(index).until;
        index++;
      }
      long begin = Math.max(first.from, from);
      long base = Math.floorDiv(begin + mark, width) * width - mark;
      int firstBucket = starts.size();
      for (long start = base; start < until; start += width) {
        starts.add(first.movesMarks(width) ? Math.max(start, first.from) : start);
      }
      stretches.add(new Stretch(begin, until, firstBucket, base, width));
    }
    return new Buckets(every, zone, from, to, stretches, sorted(starts));
  }

  /** Buckets of the calendar: numbered by the first day of each, in the zone's own dates. */
  private static Buckets calendar(
      Every every, ZoneId zone, long from, long to, List<Offset> offsets) {
    NavigableSet<Long> firstDays = new TreeSet<>();
    for (Offset offset : offsets) {
      long last = firstDay(every, localDay(offset.until - 1, offset));
      long day = firstDay(every, localDay(Math.max(offset.from, from), offset));
      for (; day <= last; day = nextFirstDay(every, day)) {
        firstDays.add(day);
      }
    }
    List<Long> ordered = List.copyOf(firstDays);
    List<Stretch> stretches = new ArrayList<>();
    for (Offset offset : offsets) {
      long begin = Math.max(offset.from, from);
      long day = firstDay(every, localDay(begin, offset));
      int bucket = Collections.binarySearch(ordered, day);
      if (every == Every.MONTH) {
        while (begin < offset.until) {
          long next = nextFirstDay(every, day);
          long end = Math.min(offset.until, next * DAY - offset.micros);
          stretches.add(
              new Stretch(begin, end, bucket, day * DAY - offset.micros, (next - day) * DAY));
          begin = end;
          day = next;
          bucket++;
        }
      } else {
        stretches.add(
            new Stretch(begin, offset.until, bucket, day * DAY - offset.micros, every.micros()));
      }
    }
    List<Long> starts =
        ordered.stream()
            .map(day -> micros(LocalDate.ofEpochDay(day).atStartOfDay(zone).toInstant()))
            .toList();
    return new Buckets(every, zone, from, to, stretches, sorted(starts));
  }

  /** The offsets in force, in order; the first may begin before the range. */
  private static List<Offset> offsets(ZoneId zone, long from, long to) {
    ZoneRules rules = zone.getRules();
    List<Offset> offsets = new ArrayList<>();
    Instant at = instant(from);
    long micros = offset(rules, at);
    ZoneOffsetTransition last = rules.previousTransition(at.plusNanos(1));
    long begin = last == null ? Long.MIN_VALUE : micros(last.getInstant());
    long previous = last == null ? micros : last.getOffsetBefore().getTotalSeconds() * SECOND;
    while (begin < to) {
      ZoneOffsetTransition next = rules.nextTransition(at);
      long until = next == null ? to : Math.min(to, micros(next.getInstant()));
      offsets.add(new Offset(begin, until, micros, previous));
      if (next == null) {
        break;
      }
      previous = micros;
      at = next.getInstant();
      begin = micros(at);
      micros = offset(rules, at);
    }
    return offsets;
  }

  private static long offset(ZoneRules rules, Instant at) {
    return rules.getOffset(at).getTotalSeconds() * SECOND;
  }

  private static long localDay(long time, Offset offset) {
    return Math.floorDiv(time + offset.micros, DAY);
  }

  private static long firstDay(Every every, long day) {
    return switch (every) {
      // day 0 was a Thursday
      case WEEK -> day - Math.floorMod(day + 3, 7);
      case MONTH -> LocalDate.ofEpochDay(day).withDayOfMonth(1).toEpochDay();
      default -> day;
    };
  }

  private static long nextFirstDay(Every every, long day) {
    return switch (every) {
      case WEEK -> day + 7;
      case MONTH -> LocalDate.ofEpochDay(day).plusMonths(1).toEpochDay();
      default -> day + 1;
    };
  }

  private static long[] sorted(List<Long> starts) {
    return starts.stream().mapToLong(Long::longValue).toArray();
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano() / 1_000;
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
  }
}
