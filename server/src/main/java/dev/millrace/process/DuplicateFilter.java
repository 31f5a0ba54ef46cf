package dev.millrace.process;

import dev.millrace.event.Event;
import dev.millrace.event.Fingerprints;
import dev.millrace.process.BucketMemory.Growth;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells first copies of events from repeats, for as long as the first copy is stored, and beyond if
 * it was erased.
 *
 * <p>It is a set of {@link Fingerprints} for each {@link Bucket} of time. An event with a client
 * time is looked up in the one bucket of that time, since every retry of it carries the same. An
 * event without one is looked up in all that came without one from 24 hours before it to an hour
 * after it, by the servers' clocks. A bucket that is not in memory is loaded from the store, and
 * those used least recently leave, so memory is bounded and nothing is ever saved.
 *
 * <p>Events of devices that were offline ask for many buckets of the past, a few each. To load
 * these whole would cost thousands of events for each that asks, so the store is asked for just
 * those times, in one go for all of an admission. A bucket is loaded whole when it is current, when
 * many events ask for it, or when it is needed again and again, and then only once that costs no
 * more than to look the events up: of a busy time, a bucket that has left memory has hundreds of
 * thousands.
 *
 * <p>The store knows only what is committed. So a bucket that an uncommitted batch has added to
 * stays, and when no other room is left the batch ends there: {@link #admit} takes fewer events
 * than it was given, and none until {@link #committed} releases some.
 *
 * <p>A bucket that outgrows its share of memory is compared through the store: each admission scans
 * its stretch for the fingerprints at hand. That is slow, seconds for a hundred million events, and
 * right. With the default memory it takes 2.8 million events within 10 s of client time, as from
 * devices whose clock stands still, or ids without a time at more than some 24 events/s all day: a
 * client that makes ids should send times too.
 *
 * <p>Owned by the gather thread; the counts may be read by others.
 */
final class DuplicateFilter {
  /** Width of a bucket by received time, microseconds. */
  static final long RECEIVED_WIDTH = TimeUnit.HOURS.toMicros(1);

  private static final Duration LOOK_BACK = Duration.ofHours(24);

  /** Other servers' clocks may be behind, and their partitions may be read first. */
  private static final Duration LOOK_AHEAD = Duration.ofHours(1);

  /** Buckets that one admission loads at most, which bounds how long it takes. */
  private static final int MAX_LOADED = 8_192;

  /** How long after it was sent, by the server's clock, an event is not late. */
  private static final long CURRENT = TimeUnit.MINUTES.toMicros(10);

  /** Events of an admission for which their bucket is loaded whole. */
  private static final int MANY = 64;

  /** Admissions that need a bucket before it is loaded whole. */
  private static final int LONG_STREAK = 4;

  /** Rows of a bucket that are loaded in the time that a look-up of single events takes. */
  private static final long ROWS_A_LOOKUP = 10_000;

  /** The same for each event that is looked up. */
  private static final long ROWS_AN_EVENT = 100;

  /** Admissions without a bucket after which its streak is over. */
  private static final int STREAK_GAP = 8;

  private final Fingerprints fingerprints;
  private final Fingerprints lasting = Fingerprints.lasting();
  private final BucketMemory memory;
  private final BucketLoader loader;
  private final long sentWidth;

  private long admission;
  private long openBatch = 1;
  private long committedBatch;
  private long lastChangedBatch;

  DuplicateFilter(ProcessConfig config, EventStore store, Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
    this.sentWidth = TimeUnit.NANOSECONDS.toMicros(config.bucketWidth().toNanos());
    this.memory =
        new BucketMemory(
            config.filterBytes(),
            bucket -> bucket.changedBy > committedBatch || bucket.wantedBy == admission);
    this.loader = new BucketLoader(store, fingerprints, memory, sentWidth);
  }

  /**
   * Decides on events, in their order, and takes the fresh ones into the open batch. It takes at
   * least one unless a batch is uncommitted; then that must be committed before it takes more.
   *
   * @throws dev.millrace.fault.MillraceException when the store cannot be read; then nothing was
   *     taken
   */
  Admission admit(List<LoggedEvent> events) {
    Admission all = new Attempt(events).run();
    if (all.taken() > 0 || events.isEmpty() || uncommitted()) {
      return all;
    }
    // Every bucket may leave now, so those of a single event fit, some perhaps only partially.
    Attempt first = new Attempt(events.subList(0, 1));
    Admission one = first.run();
    if (one.taken() == 0 && first.tooLarge != null) {
      first.tooLarge.partial = true;
      first.tooLarge.tooLarge = true;
      one = new Attempt(events.subList(0, 1)).run();
    }
    if (one.taken() == 0) {
      throw new IllegalStateException("no memory for a single event in the duplicate filter");
    }
    return one;
  }

  /** Ends the open batch and returns its number, by which {@link #committed} knows it. */
  long closeBatch() {
    return openBatch++;
  }

  /** The store has this batch and all before it. */
  void committed(long batch) {
    committedBatch = Math.max(committedBatch, batch);
  }

  /** Whether events were taken that the store may not have yet. */
  boolean uncommitted() {
    return lastChangedBatch > committedBatch;
  }

  /** Forgets everything, also what was taken and is not committed. */
  void clear() {
    memory.clear();
    committedBatch = openBatch++;
  }

  long bytes() {
    return memory.bytes();
  }

  long scans() {
    return loader.scans();
  }

  /** One run over events: find their buckets, load the missing ones, then decide. */
  private final class Attempt {
    private final List<LoggedEvent> events;
    private final long[] prints;
    private final Bucket[] home;

    /** For each event without a client time, the buckets of its day; shared between events. */
    private final Bucket[] @Nullable [] days;

    private final List<Bucket> loads = new ArrayList<>();
    private int found;

    /** The bucket that stopped the run and will not fit however much memory is released. */
    private @Nullable Bucket tooLarge;

    Attempt(List<LoggedEvent> events) {
      this.events = events;
      this.prints = new long[events.size()];
      this.home = new Bucket[events.size()];
      this.days = new Bucket[events.size()][];
      admission++;
    }

    Admission run() {
      findBuckets();
      load();
      Admission admitted = decide();
      loads.forEach(this::releaseUnfilled);
      return admitted;
    }

    /** Finds or creates the buckets of as many events as there is room for. */
    private void findBuckets() {
      Bucket last = null;
      Bucket[] lastDay = null;
      long lastHour = 0;
      for (found = 0; found < events.size() && loads.size() < MAX_LOADED; found++) {
        Event event = events.get(found).event();
        prints[found] = fingerprints.of(event);
        if (event.hasSent()) {
          long number = Math.floorDiv(event.sent(), sentWidth);
          if (last == null || last.number != number) {
            last = want(Timeline.SENT, number);
          }
          if (last == null) {
            return;
          }
          last.asking++;
          last.current |=
              event.sent() >= event.received() - CURRENT
                  && event.sent() <= event.received() + CURRENT;
          home[found] = last;
        } else {
          long hour = Math.floorDiv(event.received(), RECEIVED_WIDTH);
          if (lastDay == null || hour != lastHour) {
            lastDay = wantDay(hour);
            lastHour = hour;
          }
          if (lastDay == null) {
            return;
          }
          days[found] = lastDay;
          home[found] = lastDay[(int) LOOK_BACK.toHours()];
        }
      }
    }

    private Bucket @Nullable [] wantDay(long hour) {
      Bucket[] day = new Bucket[(int) (LOOK_BACK.toHours() + 1 + LOOK_AHEAD.toHours())];
      for (int i = 0; i < day.length; i++) {
        Bucket bucket = want(Timeline.RECEIVED, hour - LOOK_BACK.toHours() + i);
        if (bucket == null) {
          return null;
        }
        day[i] = bucket;
      }
      return day;
    }

    /** The bucket, kept for this admission; null if there is no room for it. */
    private @Nullable Bucket want(Timeline timeline, long number) {
      Bucket bucket = memory.find(timeline.key(number));
      boolean missing = bucket == null;
      if (bucket == null) {
        bucket = memory.create(timeline, number);
        if (bucket == null) {
          return null;
        }
        bucket.partial = timeline == Timeline.SENT;
      }
      if (bucket.wantedBy != admission) {
        if (missing || bucket.partial) {
          if (bucket.partial && bucket.changedBy <= committedBatch) {
            memory.empty(bucket);
          }
          loads.add(bucket);
        }
        bucket.streak = admission - bucket.wantedBy <= STREAK_GAP ? bucket.streak + 1 : 1;
        bucket.asking = 0;
        bucket.wantedBy = admission;
      }
      return bucket;
    }

    private void load() {
      if (loads.isEmpty()) {
        return;
      }
      boolean complete = false;
      try {
        long rows = memory.mostRows(Timeline.SENT);
        loads.forEach(bucket -> bucket.partial &= bucket.tooLarge || !isWorthLoading(bucket, rows));
        loader.load(loads, new Asked(events.subList(0, found), prints, home, lasting), admission);
        complete = true;
      } finally {
        if (!complete) {
          loads.forEach(bucket -> bucket.unfilledIn = admission);
          loads.forEach(this::releaseUnfilled);
        }
      }
    }

    /** Not before looking single events up has cost as much as loading all: it may have left. */
    private boolean isWorthLoading(Bucket bucket, long rows) {
      return (bucket.current || bucket.asking >= MANY || bucket.streak >= LONG_STREAK)
          && bucket.streak * ROWS_A_LOOKUP + bucket.asking * ROWS_AN_EVENT >= rows;
    }

    private Admission decide() {
      List<LoggedEvent> fresh = new ArrayList<>(found);
      for (int i = 0; i < found; i++) {
        Bucket bucket = home[i];
        Bucket[] looked = days[i];
        if (looked == null ? unfilled(bucket) : anyUnfilled(looked)) {
          return new Admission(i, fresh);
        }
        if (looked == null ? contains(bucket, i) : anyContains(looked, i)) {
          continue;
        }
        if (!bucket.table.hasRoom()) {
          Growth growth = memory.grow(bucket);
          if (growth != Growth.GROWN) {
            tooLarge = growth == Growth.TOO_LARGE ? bucket : null;
            return new Admission(i, fresh);
          }
        }
        bucket.table.add(prints[i]);
        bucket.changedBy = openBatch;
        lastChangedBatch = openBatch;
        fresh.add(events.get(i));
      }
      return new Admission(found, fresh);
    }

    private boolean unfilled(Bucket bucket) {
      return bucket.unfilledIn == admission;
    }

    private boolean anyUnfilled(Bucket[] buckets) {
      for (Bucket bucket : buckets) {
        if (unfilled(bucket)) {
          return true;
        }
      }
      return false;
    }

    private boolean contains(Bucket bucket, int event) {
      return bucket.table.contains(prints[event])
          || (bucket.hasErased && bucket.table.contains(lasting.of(events.get(event).event())));
    }

    private boolean anyContains(Bucket[] buckets, int event) {
      for (Bucket bucket : buckets) {
        if (contains(bucket, event)) {
          return true;
        }
      }
      return false;
    }

    /** What a bucket lacks cannot be told later, so a half filled one does not stay as whole. */
    private void releaseUnfilled(Bucket bucket) {
      if (!unfilled(bucket)) {
        return;
      }
      if (bucket.changedBy > committedBatch) {
        bucket.partial = true;
      } else if (bucket.partial) {
        memory.empty(bucket);
      } else {
        memory.remove(bucket);
      }
    }
  }
}
