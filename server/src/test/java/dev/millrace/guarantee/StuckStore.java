package dev.millrace.guarantee;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.Commits;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Plan;
import dev.millrace.store.Schema;
import dev.millrace.store.StoreStatus;
import dev.millrace.store.ViewCheck;
import dev.millrace.store.ViewStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A real store whose writes hang or fail on command. */
final class StuckStore implements EventStore {
  private final EventStore store;
  private volatile CountDownLatch stuck = new CountDownLatch(0);
  private volatile boolean failing;

  StuckStore(EventStore store) {
    this.store = store;
  }

  /** Writes hang until {@link #recover}. */
  void hang() {
    stuck = new CountDownLatch(1);
  }

  /** Writes fail, and so do the reads of the duplicate filter, until {@link #recover}. */
  void fail() {
    failing = true;
  }

  void recover() {
    failing = false;
    stuck.countDown();
  }

  private void requireWorking() {
    if (failing) {
      throw new MillraceException(Fault.STORE_UNAVAILABLE, "the store is closed");
    }
  }

  @Override
  public void append(EventBatch batch) {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STORE_UNAVAILABLE, "interrupted", e);
    }
    requireWorking();
    store.append(batch);
  }

  @Override
  public void identitiesBySent(long from, long to, IdentityVisitor visitor) {
    requireWorking();
    store.identitiesBySent(from, to, visitor);
  }

  @Override
  public void identitiesSentAt(long[] times, IdentityVisitor visitor) {
    requireWorking();
    store.identitiesSentAt(times, visitor);
  }

  @Override
  public void identitiesWithoutSent(long from, long to, IdentityVisitor visitor) {
    requireWorking();
    store.identitiesWithoutSent(from, to, visitor);
  }

  @Override
  public void identitiesWithoutSent(long from, long to, List<String> ids, IdentityVisitor visitor) {
    requireWorking();
    store.identitiesWithoutSent(from, to, ids, visitor);
  }

  @Override
  public Commits commits() {
    return store.commits();
  }

  @Override
  public <A> A answer(Plan<A> plan, Duration timeLimit) {
    return store.answer(plan, timeLimit);
  }

  @Override
  public List<LoggedEvent> newest(
      String project, int limit, @Nullable String user, @Nullable String name) {
    return store.newest(project, limit, user, name);
  }

  @Override
  public Schema schema(String project, Duration timeLimit) {
    return store.schema(project, timeLimit);
  }

  @Override
  public List<ViewStatus> views() {
    return store.views();
  }

  @Override
  public int rebuild(String view) {
    return store.rebuild(view);
  }

  @Override
  public void startOver() {
    store.startOver();
  }

  @Override
  public ViewCheck verify(String view, Duration timeLimit) {
    return store.verify(view, timeLimit);
  }

  @Override
  public StoreStatus status() {
    return store.status();
  }

  @Override
  public void close() {
    store.close();
  }
}
