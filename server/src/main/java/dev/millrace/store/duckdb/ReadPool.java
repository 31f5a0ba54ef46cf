package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded set of connections that read, each in a transaction with one snapshot. Connections are
 * made when they are needed and kept. Reading takes no lock that a writer holds.
 *
 * <p>Readings run on platform threads of the pool: native code holds on to the carrier of a virtual
 * thread, and as many slow questions as there are cores would stop every request of the server.
 */
final class ReadPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadPool.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final long CANCEL_MILLIS = 20;

  /** Who asks has bounds of their own; this is where all of them together end. */
  private static final int MAX_WAITING = 1_000;

  private static final Duration IDLE_LIMIT = Duration.ofMinutes(1);

  /** What runs on a leased connection. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Connection connection, ReadSnapshot snapshot) throws SQLException;
  }

  /** Makes a connection. */
  @FunctionalInterface
  interface Connector {
    DuckDBConnection connect() throws SQLException;
  }

  /** Begins a transaction and says what it sees. */
  @FunctionalInterface
  interface Looking {
    ReadSnapshot look(Connection connection) throws SQLException;
  }

  private final String name;
  private final Connector connector;
  private final Looking looking;
  private final int limit;
  private final ScheduledExecutorService timer;
  private final Semaphore free;
  private final ThreadPoolExecutor threads;
  private final Deque<DuckDBConnection> idle = new ArrayDeque<>();
  private final Set<TimedConnection> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ReadPool(
      String name,
      Connector connector,
      Looking looking,
      int limit,
      ScheduledExecutorService timer) {
    this.name = name;
    this.connector = connector;
    this.looking = looking;
    this.limit = limit;
    this.timer = timer;
    this.free = new Semaphore(limit, true);
    this.threads =
        new ThreadPoolExecutor(
            limit,
            limit,
            IDLE_LIMIT.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("millrace-store-" + name + "-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Leases in use and waited for. */
  int depth() {
    return limit - free.availablePermits() + free.getQueueLength();
  }

  /**
   * Runs a reading. The time limit holds for waiting and reading together and is enforced in the
   * engine.
   *
   * @throws MillraceException {@code query_overloaded} if no connection is free in time, {@code
   *     query_timeout} if the reading takes too long, and what the engine's errors mean
   */
  <T> T read(Duration timeLimit, Reading<T> reading) {
    long deadline = System.nanoTime() + timeLimit.toNanos();
    acquire(timeLimit);
    try {
      return Thread.currentThread().isVirtual()
          ? onPlatformThread(leased -> lease(deadline, timeLimit, reading, leased))
          : lease(deadline, timeLimit, reading, new AtomicReference<>());
    } finally {
      free.release();
    }
  }

  /** Waits for the work; whoever is interrupted meanwhile has it cancelled. */
  private <T> T onPlatformThread(Function<AtomicReference<TimedConnection>, T> work) {
    AtomicReference<TimedConnection> leased = new AtomicReference<>();
    CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> work.apply(leased), threads);
    try {
      return result.get();
    } catch (InterruptedException _) {
      throw giveUp(leased, result);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    }
  }

  private static MillraceException giveUp(
      AtomicReference<TimedConnection> leased, CompletableFuture<?> result) {
    while (!result.isDone()) {
      TimedConnection timed = leased.get();
      if (timed != null) {
        timed.cancel();
      }
      try {
        result.get(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException _) {
        // Looked at again: the connection may not be lent to others before the work has ended.
      }
    }
    return new MillraceException(Fault.STOPPING, "the question was given up");
  }

  private <T> T lease(
      long deadline,
      Duration timeLimit,
      Reading<T> reading,
      AtomicReference<TimedConnection> leased) {
    try {
      DuckDBConnection connection = borrow();
      TimedConnection timed = new TimedConnection(connection);
      running.add(timed);
      leased.set(timed);
      try {
        timed.cancelAt(deadline, timer);
        return readInTransaction(connection, timed.connection(), reading);
      } catch (SQLException e) {
        throw fault(timed, timeLimit, e);
      } finally {
        running.remove(timed);
        timed.finish();
        giveBack(connection);
      }
    } catch (SQLException e) {
      throw DuckDbFaults.ofQuestion(e);
    }
  }

  private <T> T readInTransaction(DuckDBConnection connection, Connection timed, Reading<T> reading)
      throws SQLException {
    try (ReadSnapshot snapshot = looking.look(timed)) {
      return reading.read(timed, snapshot);
    } finally {
      connection.rollback();
    }
  }

  private MillraceException fault(TimedConnection timed, Duration timeLimit, SQLException error) {
    if (closed) {
      return new MillraceException(Fault.STORE_UNAVAILABLE, "the store is being closed", error);
    }
    if (timed.isCancelled()) {
      return new MillraceException(
          Fault.QUERY_TIMEOUT,
          "the question took longer than " + timeLimit.toMillis() + " ms",
          "ask for a shorter time or fewer groups",
          error);
    }
    return DuckDbFaults.ofQuestion(error);
  }

  private void acquire(Duration timeLimit) {
    if (free.getQueueLength() >= MAX_WAITING) {
      throw new MillraceException(
          Fault.QUERY_OVERLOADED, MAX_WAITING + " wait for one of " + limit + " " + name);
    }
    try {
      if (free.tryAcquire(timeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new MillraceException(Fault.STOPPING, "the question was given up");
    }
    throw new MillraceException(
        Fault.QUERY_OVERLOADED, "all " + limit + " of " + name + " are busy");
  }

  private DuckDBConnection borrow() throws SQLException {
    synchronized (idle) {
      if (closed) {
        throw new MillraceException(Fault.STORE_UNAVAILABLE, "the store is closed");
      }
      DuckDBConnection connection = idle.poll();
      if (connection != null) {
        return connection;
      }
    }
    DuckDBConnection connection = connector.connect();
    connection.setAutoCommit(false);
    return connection;
  }

  private void giveBack(DuckDBConnection connection) {
    synchronized (idle) {
      idle.push(connection);
    }
  }

  /** Cancels what runs and waits for it, then closes the connections. */
  @Override
  public void close() {
    closed = true;
    running.forEach(TimedConnection::cancel);
    boolean drained = false;
    try {
      drained = free.tryAcquire(limit, CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!drained) {
      LOG.warn("readings did not end in time pool={}", name);
    }
    threads.shutdown();
    List<DuckDBConnection> connections;
    synchronized (idle) {
      connections = new ArrayList<>(idle);
      idle.clear();
    }
    for (DuckDBConnection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("connection not closed pool={} reason={}", name, DuckDbFaults.line(e));
      }
    }
  }
}
