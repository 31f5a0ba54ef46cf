package dev.millrace.process;

/**
 * The fingerprints of one stretch of a {@link Timeline}.
 *
 * <p>A whole bucket holds every event of its stretch, stored or on the way there. A partial one
 * holds those on the way there, and of the stored ones only those that were just asked for, so it
 * must be filled anew for each run of events: because it is too large, or because few events ask
 * for it.
 */
final class Bucket {
  /** What a bucket costs beside its table: this object, its map entry, boxed key, array header. */
  static final long OVERHEAD_BYTES = 192;

  static final long SMALLEST_BYTES =
      OVERHEAD_BYTES + (long) FingerprintTable.SMALLEST_SLOTS * Long.BYTES;

  final Timeline timeline;
  final long number;
  final FingerprintTable table = new FingerprintTable();

  boolean partial;

  /** It outgrew its share of memory, and stays partial. */
  boolean tooLarge;

  /** An event asked for it about when it was sent, and more of them are to be expected. */
  boolean current;

  /** Events that ask for it in the admission that needs it. */
  int asking;

  /** Admissions in a row, or nearly, that needed it. */
  int streak;

  /** It also has {@link dev.millrace.event.Fingerprints#lasting} ones, of erased events. */
  boolean hasErased;

  /** The last batch that added to it; it must not leave before that one is committed. */
  long changedBy;

  /** The last admission that needs it; it must not leave before that one is over. */
  long wantedBy;

  /** The last admission that could not fill it for lack of memory. */
  long unfilledIn;

  Bucket(Timeline timeline, long number) {
    this.timeline = timeline;
    this.number = number;
  }

  long key() {
    return timeline.key(number);
  }

  long bytes() {
    return OVERHEAD_BYTES + table.bytes();
  }
}
