package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.Commits;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.Export;
import dev.millrace.store.Lifetimes;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Plan;
import dev.millrace.store.Schema;
import dev.millrace.store.Select;
import dev.millrace.store.StoreStatus;
import dev.millrace.store.View;
import dev.millrace.store.ViewCheck;
import dev.millrace.store.ViewStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in a DuckDB file, the newest of them in memory first; see {@link Writing} for how
 * they get there and {@link ReadSnapshot} for how they are found.
 */
public final class DuckDbStore implements EventStore {
  private static final Duration NEWEST_LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOKUP_LIMIT = Duration.ofMinutes(10);

  private final DuckDbConfig config;
  private final FolderLock folderLock;
  private final ScheduledExecutorService timer;
  private final Writing writing;
  private final String engine;

  /**
   * Opens the store, making its folder if there is none.
   *
   * @throws MillraceException {@code store_locked} if another process has it open, {@code
   *     store_disk_full} or {@code store_unavailable} if it cannot be opened
   */
  public DuckDbStore(DuckDbConfig config, Metrics metrics) {
    this(config, Lifetimes.FOREVER, InstantSource.system(), metrics);
  }

  /**
   * Opens it as above.
   *
   * @param lifetimes after which events are deleted
   */
  public DuckDbStore(
      DuckDbConfig config, Lifetimes lifetimes, InstantSource clock, Metrics metrics) {
    this.config = config;
    this.folderLock = FolderLock.take(config.folder());
    this.timer = timer();
    try {
      this.writing = new Writing(config, new Retiring(lifetimes, clock), metrics, timer);
    } catch (RuntimeException e) {
      timer.shutdownNow();
      folderLock.close();
      throw e;
    }
    this.engine = "DuckDB " + version();
    metrics.queue("store", "read_connections", config.readConnections(), this::readDepth);
    writing.start();
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("millrace-store-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    return Executors.unconfigurableScheduledExecutorService(timer);
  }

  private String version() {
    try {
      return writing.engine().version();
    } catch (SQLException e) {
      throw DuckDbFaults.ofEngine(e);
    }
  }

  /** Metrics are read in every state, so there may be no engine. */
  private double readDepth() {
    Session open = writing.session();
    return open == null ? 0 : open.engine().reads().depth();
  }

  @Override
  public Commits commits() {
    return writing.commits();
  }

  @Override
  public void append(EventBatch batch) {
    writing.append(batch);
  }

  @Override
  public void identitiesBySent(long from, long to, IdentityVisitor visitor) {
    read(
        Engine::lookups,
        LOOKUP_LIMIT,
        (connection, snapshot) -> {
          StoredEvents.identitiesBySent(connection, snapshot, from, to, visitor);
          return true;
        });
  }

  @Override
  public void identitiesSentAt(long[] times, IdentityVisitor visitor) {
    read(
        Engine::lookups,
        LOOKUP_LIMIT,
        (connection, snapshot) -> {
          SentTimes.visit(connection, snapshot, times, visitor);
          return true;
        });
  }

  @Override
  public void identitiesWithoutSent(long from, long to, IdentityVisitor visitor) {
    read(
        Engine::lookups,
        LOOKUP_LIMIT,
        (connection, snapshot) -> {
          StoredEvents.identitiesWithoutSent(connection, snapshot, from, to, visitor);
          return true;
        });
  }

  @Override
  public void identitiesWithoutSent(long from, long to, List<String> ids, IdentityVisitor visitor) {
    read(
        Engine::lookups,
        LOOKUP_LIMIT,
        (connection, snapshot) -> {
          StoredEvents.identitiesWithoutSent(connection, snapshot, from, to, ids, visitor);
          return true;
        });
  }

  @Override
  public <A> A answer(Plan<A> plan, Duration timeLimit) {
    if (plan instanceof Select select) {
      return plan.answerType().cast(answer(select, timeLimit));
    }
    if (plan instanceof Export export) {
      return plan.answerType()
          .cast(
              read(
                  Engine::reads,
                  timeLimit,
                  (connection, snapshot) ->
                      ExportSql.write(connection, snapshot, config.answers(), export)));
    }
    return read(
        Engine::reads,
        timeLimit,
        (connection, snapshot) -> Plans.answer(connection, snapshot, plan));
  }

  private Long answer(Select select, Duration timeLimit) {
    SelectRunner runner = new SelectRunner(select, writing.engine().memory(), config, timer);
    return read(Engine::selects, timeLimit, runner::run);
  }

  @Override
  public List<LoggedEvent> newest(
      String project, int limit, @Nullable String user, @Nullable String name) {
    return read(
        Engine::reads,
        NEWEST_LIMIT,
        (connection, snapshot) ->
            StoredEvents.newest(
                connection, snapshot, new StoredEvents.Wanted(project, limit, user, name)));
  }

  @Override
  public Schema schema(String project, Duration timeLimit) {
    return read(
        Engine::reads,
        timeLimit,
        (connection, snapshot) -> SchemaSample.read(connection, snapshot, project));
  }

  /** Runs any reading over one consistent view. */
  <T> T read(Duration timeLimit, ReadPool.Reading<T> reading) {
    return read(Engine::reads, timeLimit, reading);
  }

  private <T> T read(
      Function<Engine, ReadPool> pool, Duration timeLimit, ReadPool.Reading<T> reading) {
    Engine open = writing.engine();
    try {
      return pool.apply(open).read(timeLimit, reading);
    } catch (MillraceException e) {
      if (e.getCause() instanceof SQLException cause) {
        writing.readingFailed(open, cause);
      }
      throw e;
    }
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus(
        engine,
        writing.problem(),
        writing.events(),
        size(config.file()) + size(config.wal()),
        writing.bytesWritten());
  }

  @Override
  public List<ViewStatus> views() {
    Session open = writing.session();
    return open == null ? List.of() : open.views().status();
  }

  /** Whether views are being built or tidied up, for tests that wait for it. */
  boolean hasViewWork() {
    Session open = writing.session();
    return open == null || open.views().hasWork();
  }

  @Override
  public int rebuild(String view) {
    return writing.rebuild(view).orElseThrow(() -> noView(view));
  }

  @Override
  public void startOver() {
    writing.startOver();
  }

  @Override
  public ViewCheck verify(String name, Duration timeLimit) {
    long deadline = System.nanoTime() + timeLimit.toNanos();
    View view =
        views().stream()
            .filter(status -> status.state() == ViewStatus.State.READY)
            .map(ViewStatus::view)
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> noView(name));
    ViewVerification verification = new ViewVerification(view);
    Set<Long> days =
        read(
                timeLimit,
                (connection, snapshot) ->
                    Optional.ofNullable(verification.days(connection, snapshot)))
            .orElseThrow(() -> noView(name));
    for (long day : days) {
      // A transaction for each day: a long one would keep the file from being tidied up.
      read(
          Duration.ofNanos(Math.max(1, deadline - System.nanoTime())),
          (connection, snapshot) -> {
            verification.compare(connection, snapshot, day);
            return true;
          });
    }
    return new ViewCheck(verification.compared(), verification.differing());
  }

  private MillraceException noView(String name) {
    return new MillraceException(
        Fault.VIEW_NOT_FOUND,
        "there is no view " + name + " that is ready",
        "GET /v1/views lists the views and how they are doing",
        null);
  }

  /** Waits until what is kept no longer is out. */
  void awaitRetired() throws InterruptedException {
    writing.awaitRetired();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0;
    }
  }

  @Override
  public void close() {
    writing.close();
    timer.shutdownNow();
    folderLock.close();
  }
}
