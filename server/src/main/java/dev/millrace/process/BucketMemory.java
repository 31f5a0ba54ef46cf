package dev.millrace.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The buckets in memory, within a bound on their bytes. When there is no room, those used least
 * recently leave, except the pinned ones. Owned by one thread; others may read {@link #bytes}.
 */
final class BucketMemory {
  /** Of the whole, what one bucket's table may take: growing needs half as much for a moment. */
  private static final int BUCKET_SHARE = 2;

  /** Of the whole, what may go to buckets by received time, of which each event needs a day. */
  private static final int RECEIVED_SHARE = 2;

  enum Growth {
    GROWN,
    /** There is no room until pinned buckets are released. */
    NO_ROOM,
    /** It would exceed its share, so it can never grow. */
    TOO_LARGE
  }

  private final long limit;
  private final Predicate<Bucket> pinned;
  private final Map<Long, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);
  private volatile long bytes;
  private long receivedBytes;

  BucketMemory(long limit, Predicate<Bucket> pinned) {
    this.limit = limit;
    this.pinned = pinned;
  }

  long bytes() {
    return bytes;
  }

  /** What the fullest bucket of a timeline holds, as others of the past may. */
  long mostRows(Timeline timeline) {
    long rows = 0;
    for (Bucket bucket : buckets.values()) {
      if (bucket.timeline == timeline) {
        rows = Math.max(rows, bucket.table.size());
      }
    }
    return rows;
  }

  @Nullable Bucket find(long key) {
    return buckets.get(key);
  }

  /** An empty bucket, or null if there is no room for it. */
  @Nullable Bucket create(Timeline timeline, long number) {
    if (!makeRoom(Bucket.SMALLEST_BYTES)) {
      return null;
    }
    Bucket bucket = new Bucket(timeline, number);
    buckets.put(bucket.key(), bucket);
    account(bucket, Bucket.SMALLEST_BYTES);
    return bucket;
  }

  Growth grow(Bucket bucket) {
    long added = bucket.table.bytesGrown() - bucket.table.bytes();
    if (!bucket.table.canGrow()
        || bucket.table.bytesGrown() > limit / BUCKET_SHARE
        || bucket.timeline == Timeline.RECEIVED
            && !release(
                receivedBytes + added - limit / RECEIVED_SHARE,
                other -> other.timeline == Timeline.RECEIVED)) {
      return Growth.TOO_LARGE;
    }
    // The old table stays until everything is in the new one.
    if (!makeRoom(bucket.table.bytesGrown())) {
      return Growth.NO_ROOM;
    }
    bucket.table.grow();
    account(bucket, added);
    return Growth.GROWN;
  }

  void empty(Bucket bucket) {
    long before = bucket.table.bytes();
    bucket.table.clear();
    account(bucket, bucket.table.bytes() - before);
  }

  void remove(Bucket bucket) {
    if (buckets.remove(bucket.key(), bucket)) {
      account(bucket, -bucket.bytes());
    }
  }

  void clear() {
    buckets.clear();
    bytes = 0;
    receivedBytes = 0;
  }

  private boolean makeRoom(long needed) {
    return release(bytes + needed - limit, _ -> true);
  }

  /** Frees so many bytes by letting the least recently used go, or lets none go at all. */
  private boolean release(long needed, Predicate<Bucket> candidate) {
    if (needed <= 0) {
      return true;
    }
    long missing = needed;
    List<Bucket> leaving = new ArrayList<>();
    for (Bucket bucket : buckets.values()) {
      if (candidate.test(bucket) && !pinned.test(bucket)) {
        leaving.add(bucket);
        missing -= bucket.bytes();
        if (missing <= 0) {
          leaving.forEach(this::remove);
          return true;
        }
      }
    }
    return false;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void account(Bucket bucket, long added) {
    bytes += added;
    if (bucket.timeline == Timeline.RECEIVED) {
      receivedBytes += added;
    }
  }
}
