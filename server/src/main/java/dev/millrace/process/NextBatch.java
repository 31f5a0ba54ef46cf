package dev.millrace.process;

import dev.millrace.event.Positions;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedErasure;
import dev.millrace.store.LoggedEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch that gathers while another is written: read events that the duplicate filter has yet to
 * decide on, the fresh ones among those it has, and the positions that go with them. Owned by the
 * gather thread; others may read {@link #size} and {@link #oldestReceived}.
 */
final class NextBatch {
  private final ProcessConfig config;

  private List<LoggedEvent> undecided = new ArrayList<>();
  private List<LoggedEvent> fresh = new ArrayList<>();
  private List<LoggedErasure> erasures = new ArrayList<>();
  private long bytes;

  /** Where the batch before this one ends. */
  private Positions from;

  /** What was read and decided on. */
  private Positions covered;

  /** What was read. */
  private Positions read;

  private volatile int size;
  private volatile long oldestReceived = Long.MAX_VALUE;

  NextBatch(ProcessConfig config, Positions stands, Positions readFrom) {
    this.config = config;
    this.from = stands;
    this.covered = readFrom;
    this.read = readFrom;
  }

  void add(LoggedEvent event, int recordBytes) {
    undecided.add(event);
    bytes += recordBytes;
    oldestReceived = Math.min(oldestReceived, event.event().received());
    size = undecided.size() + fresh.size();
  }

  void add(LoggedErasure erasure) {
    erasures.add(erasure);
  }

  /** Everything before these positions was added or is no event. */
  void readTo(Positions positions) {
    read = positions;
    if (undecided.isEmpty()) {
      covered = positions;
    }
  }

  List<LoggedEvent> undecided() {
    return undecided;
  }

  void decided(Admission admission) {
    fresh.addAll(admission.fresh());
    if (admission.taken() == undecided.size()) {
      undecided = new ArrayList<>();
      covered = read;
    } else {
      List<LoggedEvent> taken = undecided.subList(0, admission.taken());
      covered = after(taken);
      undecided = new ArrayList<>(undecided.subList(admission.taken(), undecided.size()));
    }
    size = undecided.size() + fresh.size();
  }

  /** Events of one partition are in the order of their offsets, so the last one counts. */
  private Positions after(List<LoggedEvent> taken) {
    long[] next = new long[Math.max(covered.size(), read.size())];
    for (int partition = 0; partition < next.length; partition++) {
      next[partition] = covered.next(partition);
    }
    for (LoggedEvent event : taken) {
      next[event.partition()] = event.offset() + 1;
    }
    return Positions.ofNext(next);
  }

  boolean full() {
    return size >= config.maxBatchEvents() || bytes >= config.maxBatchBytes();
  }

  /** Bytes of log records that may still be added. */
  long roomBytes() {
    return config.maxBatchBytes() - bytes;
  }

  /** Whether there is something to write, beside positions. */
  boolean hasFresh() {
    return !fresh.isEmpty() || erasures.stream().anyMatch(this::isCovered);
  }

  private boolean isCovered(LoggedErasure erasure) {
    return erasure.offset() < covered.next(erasure.partition());
  }

  /** Whether there are positions to commit, with events or without. */
  boolean moved() {
    return !covered.equals(from);
  }

  Positions read() {
    return read;
  }

  /** Everything that was read was handed over. */
  boolean empty() {
    return undecided.isEmpty() && !hasFresh() && !moved();
  }

  int size() {
    return size;
  }

  long oldestReceived() {
    return oldestReceived;
  }

  /** Takes out what was decided on; what was not stays for the batch after. */
  GatheredBatch take(long number, String logId) {
    List<LoggedErasure> due = erasures.stream().filter(this::isCovered).toList();
    GatheredBatch taken =
        new GatheredBatch(number, new EventBatch(fresh, due, logId, from, covered), oldestReceived);
    from = covered;
    // Sizes of single events are not kept: those that stay have their share of all.
    bytes = size == 0 ? 0 : bytes * undecided.size() / size;
    fresh = new ArrayList<>();
    erasures.removeAll(due);
    size = undecided.size();
    oldestReceived =
        undecided.stream()
            .mapToLong(logged -> logged.event().received())
            .min()
            .orElse(Long.MAX_VALUE);
    return taken;
  }
}
