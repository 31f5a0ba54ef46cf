package dev.millrace.process;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Commits;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.NoStore;
import dev.millrace.store.StorePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A store in memory that fails and stalls on command, and counts how it is read. */
final class UnreliableStore extends NoStore {
  private final Commits commits;
  private final List<EventBatch> batches = new ArrayList<>();
  private final NavigableMap<Long, List<LoggedEvent>> bySent = new TreeMap<>();
  private final NavigableMap<Long, List<LoggedEvent>> byReceived = new TreeMap<>();

  private volatile @Nullable RuntimeException appendFault;
  private volatile @Nullable RuntimeException readFault;
  private volatile @Nullable RuntimeException faultAfterCommit;
  private volatile CountDownLatch stall = new CountDownLatch(0);
  private volatile CountDownLatch appendsFailed = new CountDownLatch(0);
  private volatile CountDownLatch readsFailed = new CountDownLatch(0);
  private int scans;

  UnreliableStore() {
    this(StorePosition.START);
  }

  UnreliableStore(StorePosition position) {
    commits = new Commits(position);
  }

  /** Every append fails until {@link #recover}; the latch opens after so many have. */
  CountDownLatch failAppends(Fault fault, int times) {
    appendsFailed = new CountDownLatch(times);
    appendFault = new MillraceException(fault, "told to fail");
    return appendsFailed;
  }

  CountDownLatch failReads(RuntimeException failure, int times) {
    readsFailed = new CountDownLatch(times);
    readFault = failure;
    return readsFailed;
  }

  /** The next append commits and then throws, like a connection that breaks before the answer. */
  void failAfterNextCommit(RuntimeException failure) {
    faultAfterCommit = failure;
  }

  /** As an adapter that has reopened its engine. */
  void recover() {
    appendFault = null;
    readFault = null;
    commits.moveTo(commits.position());
  }

  /** Appends wait until the returned latch is counted down. */
  CountDownLatch stall() {
    stall = new CountDownLatch(1);
    return stall;
  }

  /** As an adapter that has reopened an engine which had only the first batches on disk. */
  synchronized void fallBackTo(int batchCount) {
    List<EventBatch> kept = List.copyOf(batches.subList(0, batchCount));
    batches.clear();
    bySent.clear();
    byReceived.clear();
    kept.forEach(this::index);
    EventBatch last = kept.getLast();
    commits.moveTo(new StorePosition(last.logId(), last.to()));
  }

  /** Another writer, such as a second server, applies a batch. */
  synchronized void appendElsewhere(EventBatch batch) {
    apply(batch);
  }

  @Override
  public void append(EventBatch batch) {
    try {
      stall.await();
    } catch (InterruptedException e) {
      throw new MillraceException(Fault.STORE_UNAVAILABLE, "interrupted", e);
    }
    RuntimeException fault = appendFault;
    if (fault != null) {
      appendsFailed.countDown();
      throw fault;
    }
    synchronized (this) {
      StorePosition position = commits.position();
      boolean sameLog = position.logId().equals(batch.logId());
      if (!batch.from().equals(sameLog ? position.positions() : Positions.NONE)) {
        throw new MillraceException(Fault.STORE_FENCED, "stands elsewhere");
      }
      apply(batch);
    }
    RuntimeException late = faultAfterCommit;
    if (late != null) {
      faultAfterCommit = null;
      throw late;
    }
  }

  private void apply(EventBatch batch) {
    index(batch);
    commits.moveTo(new StorePosition(batch.logId(), batch.to()));
  }

  private void index(EventBatch batch) {
    batches.add(batch);
    for (LoggedEvent logged : batch.events()) {
      NavigableMap<Long, List<LoggedEvent>> index = logged.event().hasSent() ? bySent : byReceived;
      long time = logged.event().hasSent() ? logged.event().sent() : logged.event().received();
      index.computeIfAbsent(time, _ -> new ArrayList<>()).add(logged);
    }
  }

  @Override
  public void identitiesBySent(long from, long to, IdentityVisitor visitor) {
    visit(bySent, from, to, visitor);
  }

  @Override
  public void identitiesSentAt(long[] times, IdentityVisitor visitor) {
    for (int i = 0; i < times.length; i++) {
      visit(bySent, times[i], times[i] + 1, visitor);
      scans -= i == 0 ? 0 : 1;
    }
  }

  @Override
  public void identitiesWithoutSent(long from, long to, IdentityVisitor visitor) {
    visit(byReceived, from, to, visitor);
  }

  @Override
  public void identitiesWithoutSent(long from, long to, List<String> ids, IdentityVisitor visitor) {
    visit(byReceived, from, to, visitor);
  }

  private synchronized void visit(
      NavigableMap<Long, List<LoggedEvent>> index, long from, long to, IdentityVisitor visitor) {
    scans++;
    RuntimeException fault = readFault;
    // A read that fails has come as far as the first event.
    index.subMap(from, true, to, false).entrySet().stream()
        .flatMap(at -> at.getValue().stream().map(logged -> Map.entry(at.getKey(), logged.event())))
        .limit(fault == null ? Long.MAX_VALUE : 1)
        .forEach(at -> visitor.visit(at.getValue().project(), at.getValue().id(), at.getKey()));
    if (fault != null) {
      readsFailed.countDown();
      throw fault;
    }
  }

  synchronized int scans() {
    return scans;
  }

  synchronized List<EventBatch> batches() {
    return List.copyOf(batches);
  }

  /** The ids of all stored events, in the order that they were applied. */
  synchronized List<String> ids() {
    return batches.stream()
        .flatMap(batch -> batch.events().stream())
        .map(logged -> logged.event().id())
        .toList();
  }

  @Override
  public Commits commits() {
    return commits;
  }
}
