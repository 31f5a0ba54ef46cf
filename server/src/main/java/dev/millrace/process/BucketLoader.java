package dev.millrace.process;

import dev.millrace.event.Fingerprints;
import dev.millrace.process.BucketMemory.Growth;
import dev.millrace.store.EventStore;
import dev.millrace.store.EventStore.IdentityVisitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills buckets from the store, many with one scan. Owned by the gather thread. */
final class BucketLoader {
  private static final Logger LOG = LoggerFactory.getLogger(BucketLoader.class);

  /** Rows that a scan visits in the time that one more scan would take to start, about 3 ms. */
  private static final long ROWS_WORTH_A_SCAN = 100_000;

  /** What a bucket is taken to hold while none is known. */
  private static final long PRESUMED_ROWS = 1_000;

  /** However few events the buckets in memory hold, those in a gap may hold more. */
  private static final long LARGEST_GAP = 360;

  private final EventStore store;
  private final Fingerprints fingerprints;
  private final BucketMemory memory;
  private final long sentWidth;
  private final Set<Timeline> warned = EnumSet.noneOf(Timeline.class);
  private volatile long scans;

  BucketLoader(EventStore store, Fingerprints fingerprints, BucketMemory memory, long sentWidth) {
    this.store = store;
    this.fingerprints = fingerprints;
    this.memory = memory;
    this.sentWidth = sentWidth;
  }

  /** Scans of the store since the start. */
  long scans() {
    return scans;
  }

  long width(Timeline timeline) {
    return timeline == Timeline.SENT ? sentWidth : DuplicateFilter.RECEIVED_WIDTH;
  }

  /**
   * Fills the buckets with what is stored; those that memory does not suffice for are marked as
   * unfilled in this admission. When it throws, any of them may be half filled.
   *
   * @param asked the events that will be looked up, for partial buckets
   */
  void load(List<Bucket> buckets, Asked asked, long admission) {
    List<Bucket> grownTooLarge = new ArrayList<>();
    scan(buckets, asked, admission, grownTooLarge);
    scan(grownTooLarge, asked, admission, new ArrayList<>());
  }

  private void scan(List<Bucket> buckets, Asked asked, long admission, List<Bucket> grownTooLarge) {
    for (Timeline timeline : Timeline.values()) {
      Map<Long, Bucket> wanted = new HashMap<>();
      for (Bucket bucket : buckets) {
        if (bucket.timeline == timeline) {
          wanted.put(bucket.number, bucket);
        }
      }
      Filling filling = new Filling(timeline, wanted, asked, admission, grownTooLarge);
      if (timeline == Timeline.SENT && wanted.values().stream().anyMatch(each -> each.partial)) {
        countScan();
        store.identitiesSentAt(asked.times(), filling);
      }
      scan(
          wanted.values(), timeline, false, (from, to) -> timeline.visit(store, from, to, filling));
      if (timeline == Timeline.RECEIVED) {
        List<String> ids = asked.idsWithoutSent();
        scan(
            wanted.values(),
            timeline,
            true,
            (from, to) -> store.identitiesWithoutSent(from, to, ids, filling));
      }
    }
  }

  /** Reads a stretch of time from the store. */
  @FunctionalInterface
  private interface Scan {
    void of(long from, long to);
  }

  private void scan(Collection<Bucket> wanted, Timeline timeline, boolean partial, Scan scan) {
    long[] numbers =
        wanted.stream()
            .filter(each -> each.partial == partial)
            .mapToLong(each -> each.number)
            .toArray();
    long largestGap = numbers.length > 1 ? largestGap(timeline) : 0;
    for (ScanRange range : ScanRange.covering(numbers, largestGap)) {
      countScan();
      scan.of(
          Timeline.startOf(range.first(), width(timeline)),
          Timeline.startOf(range.last() + 1, width(timeline)));
    }
  }

  /** Once: while it lasts, buckets outgrow their share all the time. */
  private void warn(Timeline timeline) {
    if (warned.add(timeline)) {
      LOG.warn(
          "too many events for the memory of the duplicate filter, which now compares them through"
              + " the store and is slow timeline={} bucket_seconds={}",
          timeline,
          width(timeline) / 1e6);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void countScan() {
    scans++;
  }

  /** As many buckets as hold the rows that cost as much as another scan. */
  private long largestGap(Timeline timeline) {
    long rows = memory.mostRows(timeline);
    return Math.min(LARGEST_GAP, ROWS_WORTH_A_SCAN / (rows == 0 ? PRESUMED_ROWS : rows));
  }

  /** Takes what one scan or several of the same timeline visit. */
  private final class Filling implements IdentityVisitor {
    private final Map<Long, Bucket> wanted;
    private final Asked asked;
    private final long admission;
    private final List<Bucket> grownTooLarge;
    private final long width;
    private long lastNumber;
    private @Nullable Bucket last;

    Filling(
        Timeline timeline,
        Map<Long, Bucket> wanted,
        Asked asked,
        long admission,
        List<Bucket> grownTooLarge) {
      this.wanted = wanted;
      this.asked = asked;
      this.admission = admission;
      this.grownTooLarge = grownTooLarge;
      this.width = width(timeline);
    }

    @Override
    public void visit(String project, String id, long time) {
      Bucket bucket = bucket(time);
      if (bucket == null) {
        return;
      }
      long fingerprint = fingerprints.of(project, id);
      if (!bucket.partial || asked.contains(fingerprint)) {
        add(bucket, fingerprint);
      }
    }

    @Override
    public void visitErased(long fingerprint, long time) {
      Bucket bucket = bucket(time);
      if (bucket != null && (!bucket.partial || asked.containsErased(fingerprint))) {
        bucket.hasErased = true;
        add(bucket, fingerprint);
      }
    }

    /** The bucket of the time, unless it is not wanted or cannot be filled. */
    private @Nullable Bucket bucket(long time) {
      long number = Math.floorDiv(time, width);
      if (last == null || number != lastNumber) {
        last = wanted.get(number);
        lastNumber = number;
      }
      Bucket bucket = last;
      return bucket == null || bucket.unfilledIn == admission ? null : bucket;
    }

    private void add(Bucket bucket, long fingerprint) {
      if (bucket.table.hasRoom() || grow(bucket)) {
        bucket.table.add(fingerprint);
      }
    }

    private boolean grow(Bucket bucket) {
      Growth growth = memory.grow(bucket);
      if (growth == Growth.TOO_LARGE && !bucket.partial) {
        warn(bucket.timeline);
        bucket.partial = true;
        bucket.tooLarge = true;
        memory.empty(bucket);
        grownTooLarge.add(bucket);
        return false;
      }
      if (growth != Growth.GROWN) {
        bucket.unfilledIn = admission;
      }
      return growth == Growth.GROWN;
    }
  }
}
