package dev.millrace.store.duckdb;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.Commits;
import dev.millrace.store.EventBatch;
import dev.millrace.store.StorePosition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write side: batches go into the current generation in memory, and a thread of its own moves
 * sealed generations into the file, and reopens the engine after a fatal error.
 *
 * <p>The log is the write-ahead log. What is only in memory is lost in a crash and read from the
 * log again, from the positions that were committed together with the events that the file has. One
 * lock guards the generations; the flushing thread holds it only to seal and to hand over, never
 * while it writes the file.
 */
final class Writing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writing.class);
  private static final Duration BEHIND_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long MAX_BACKOFF_MILLIS = 5_000;

  private final Metrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private final Commits commits;
  private final DiskReserve disk;
  private final Retiring retiring;

  private final Generations generations;
  private final OpenEngine engine;
  private volatile long events;
  private boolean stopping;

  Writing(DuckDbConfig config, Retiring retiring, Metrics metrics, ScheduledExecutorService timer) {
    this.retiring = retiring;
    this.disk = new DiskReserve(config);
    this.generations = new Generations(config);
    this.metrics = metrics;
    this.engine = new OpenEngine(config, generations::all, metrics, timer);
    Session opened = engine.open();
    try {
      StorePosition position = opened.engine().position();
      generations.begin(opened.engine().generation() + 1, position);
      this.events = opened.engine().events();
      this.commits = new Commits(position);
    } catch (SQLException e) {
      opened.close();
      throw DuckDbFaults.ofEngine(e);
    }
    engine.install(opened);
    this.thread = Thread.ofPlatform().name("millrace-store-flush").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Commits commits() {
    return commits;
  }

  /** Events in the file and in memory. */
  long events() {
    return events;
  }

  long bytesWritten() {
    return engine.bytesWritten();
  }

  @Nullable String problem() {
    MillraceException present = engine.problem();
    return present == null ? null : present.getMessage();
  }

  /**
   * @throws MillraceException {@code store_unavailable} or {@code store_disk_full} while there is
   *     no engine
   */
  Engine engine() {
    return engine.require().engine();
  }

  /** Null while there is no engine. */
  @Nullable Session session() {
    return engine.session();
  }

  /** See {@link Views#request}. */
  OptionalInt rebuild(String view) {
    lock.lock();
    try {
      changed.signalAll();
      return engine.require().views().request(view);
    } finally {
      lock.unlock();
    }
  }

  /** See {@link dev.millrace.store.EventStore#append}. */
  void append(EventBatch batch) {
    lock.lock();
    try {
      makeRoom(batch);
      Session open = engine.require();
      requirePosition(batch);
      write(open, batch);
      if (!batch.erasures().isEmpty()) {
        awaitFlush(open);
      }
      commits.moveTo(generations.current().to());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STOPPING, "the append was given up");
    } finally {
      lock.unlock();
    }
  }

  private void write(Session open, EventBatch batch) {
    long started = System.nanoTime();
    generations.current().add(batch, open.engine().people(), open.engine().identities());
    events += batch.events().size();
    metrics.took("store", "append", System.nanoTime() - started);
    metrics.events("store", batch.events().size());
    if (generations.isFull()) {
      changed.signalAll();
    }
  }

  /**
   * Waits until all that was given is in the file, since that is where people are erased. When the
   * engine fails before that, it comes back without any of it.
   */
  private void awaitFlush(Session open) throws InterruptedException {
    Generation last = generations.current();
    while (generations.all().contains(last)) {
      if (stopping || engine.session() != open) {
        throw new MillraceException(Fault.STORE_UNAVAILABLE, "the store stopped while it erased");
      }
      if (generations.sealed() == null) {
        seal();
      } else {
        changed.await();
      }
    }
    if (engine.session() != open) {
      throw new MillraceException(Fault.STORE_UNAVAILABLE, "the engine failed while it erased");
    }
  }

  /** Of a log that the store has nothing of, it stands at the beginning. */
  private void requirePosition(EventBatch batch) {
    StorePosition position = commits.position();
    Positions here = position.logId().equals(batch.logId()) ? position.positions() : Positions.NONE;
    if (!here.equals(batch.from())) {
      throw new MillraceException(
          Fault.STORE_FENCED,
          "the store stands at [%s], the batch begins at [%s]".formatted(here, batch.from()));
    }
  }

  /** Seals the current generation when the batch does not fit; waits for the one before it. */
  private void makeRoom(EventBatch batch) throws InterruptedException {
    long nanos = BEHIND_LIMIT.toNanos();
    while (!generations.fits(batch)) {
      engine.require();
      if (generations.sealed() == null) {
        seal();
        return;
      }
      MillraceException present = engine.problem();
      if (present != null) {
        throw new MillraceException(present.fault(), present.getMessage(), present);
      }
      if (nanos <= 0) {
        throw new MillraceException(
            Fault.STORE_UNAVAILABLE, "moving events into the file is behind");
      }
      nanos = changed.awaitNanos(nanos);
    }
  }

  private Generation seal() {
    Generation last = generations.seal();
    changed.signalAll();
    return last;
  }

  /** Called with the error of a reading: it may be what tells that the engine is lost. */
  void readingFailed(Engine failed, SQLException error) {
    if (DuckDbFaults.isFatal(error)) {
      giveUp(failed, error);
    }
  }

  /**
   * Gives the engine up, to be reopened. Any failed write does, fatal or not: that is rare, and
   * what the file then says is the only sure knowledge of what was committed.
   */
  private void giveUp(Engine failed, SQLException error) {
    lock.lock();
    try {
      Session open = engine.session();
      if (open == null || open.engine() != failed) {
        return;
      }
      LOG.error("engine failed, it is reopened reason={}", DuckDbFaults.line(error));
      engine.leave(open, DuckDbFaults.ofEngine(error));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the engine and returns when it is open again with an empty file. */
  void startOver() {
    lock.lock();
    try {
      engine.startOver(engine.require());
      changed.signalAll();
      long nanos = BEHIND_LIMIT.toNanos();
      while (engine.session() == null && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      Session unused = engine.require();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STOPPING, "the wait for an empty store was given up");
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitWork()) {
        Session open = engine.session();
        if (open == null) {
          reopen();
        } else if (isFlushDue()) {
          flush(open);
        } else {
          workBetweenFlushes(open);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when the thread is to stop. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (!stopping && !isWorkDue()) {
        long wait = Math.min(generations.nanosUntilDue(), retiring.nanosUntilDue());
        changed.awaitNanos(Math.max(1, wait));
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private boolean isWorkDue() {
    Session open = engine.session();
    return open == null
        || generations.nanosUntilDue() == 0
        || open.views().hasWork()
        || retiring.nanosUntilDue() == 0;
  }

  private boolean isFlushDue() {
    lock.lock();
    try {
      return generations.nanosUntilDue() == 0;
    } finally {
      lock.unlock();
    }
  }

  private void workBetweenFlushes(Session open) throws InterruptedException {
    try {
      if (retiring.nanosUntilDue() == 0) {
        retire(open);
        return;
      }
      if (!disk.hasRoomForViews()) {
        pause(RETRY_NANOS);
        return;
      }
      open.views().work();
      open.flush().checkpointWhenDue();
    } catch (SQLException e) {
      giveUp(open.engine(), e);
      pause(RETRY_NANOS);
    }
  }

  /** Takes out some of what is kept no longer. */
  private void retire(Session open) throws SQLException {
    long deleted = retiring.step(open.engine(), open.views());
    lock.lock();
    try {
      events -= deleted;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (deleted > 0) {
      open.flush().checkpointSoon();
    }
  }

  /** Waits until what is kept no longer is out, for tests. */
  void awaitRetired() throws InterruptedException {
    lock.lock();
    try {
      while (!retiring.isDone()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flush(Session open) throws InterruptedException {
    try {
      Generation generation = sealWhenDue();
      if (!disk.hasRoomFor(generation)) {
        engine.hasProblem(DuckDbFaults.ofEngine(new SQLException("No space left on device")));
        pause(RETRY_NANOS);
        return;
      }
      move(open, generation);
    } catch (SQLException e) {
      giveUp(open.engine(), e);
      pause(RETRY_NANOS);
    }
  }

  private Generation sealWhenDue() {
    lock.lock();
    try {
      Generation sealed = generations.sealed();
      return sealed == null ? seal() : sealed;
    } finally {
      lock.unlock();
    }
  }

  private void move(Session open, Generation generation) throws SQLException {
    long erased = open.flush().move(generation);
    lock.lock();
    try {
      events -= erased;
      generations.moved();
      if (engine.session() == open) {
        engine.hasNoProblem();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    open.flush().checkpointWhenDue();
  }

  /** Opens the file again; what was only in memory comes from the log. */
  private void reopen() throws InterruptedException {
    long backoff = FIRST_BACKOFF_MILLIS;
    while (true) {
      try {
        install(engine.reopen());
        return;
      } catch (MillraceException e) {
        engine.hasProblem(e);
        LOG.warn("engine not reopened code={} reason={}", e.fault().code(), e.getMessage());
      }
      if (pause(TimeUnit.MILLISECONDS.toNanos(backoff))) {
        return;
      }
      backoff = Math.min(2 * backoff, MAX_BACKOFF_MILLIS);
    }
  }

  private void install(Session opened) {
    lock.lock();
    try {
      StorePosition position = opened.engine().position();
      generations.begin(opened.engine().generation() + 1, position);
      events = opened.engine().events();
      engine.install(opened);
      LOG.info("engine reopened events={} positions={}", events, position.positions());
      commits.moveTo(position);
      changed.signalAll();
    } catch (SQLException e) {
      opened.close();
      throw DuckDbFaults.ofEngine(e);
    } finally {
      lock.unlock();
    }
  }

  /** True if the thread is to stop. */
  private boolean pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!stopping && left > 0) {
        left = changed.awaitNanos(left);
      }
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Moves what is in memory into the file and closes the engine. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean stopped = join();
    lock.lock();
    try {
      Session open = engine.take();
      if (open != null && stopped) {
        moveAll(open);
      }
      engine.close(open);
    } finally {
      lock.unlock();
    }
  }

  private boolean join() {
    try {
      if (thread.join(STOP_LIMIT)) {
        return true;
      }
      LOG.warn("events are still being moved into the file, the rest stays in the log only");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void moveAll(Session open) {
    try {
      for (Generation generation : generations.all()) {
        if (!generation.isEmpty()) {
          if (!disk.hasRoomFor(generation)) {
            LOG.warn("disk full: {} events stay in the log only", generation.events());
            return;
          }
          open.flush().move(generation);
        }
      }
      open.flush().checkpointWhenDue();
    } catch (SQLException e) {
      LOG.warn("events stay in the log only reason={}", DuckDbFaults.line(e));
    }
  }
}
