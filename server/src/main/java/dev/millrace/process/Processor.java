package dev.millrace.process;

import dev.millrace.event.Fingerprints;
import dev.millrace.event.Positions;
import dev.millrace.log.EventLog;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventStore;
import dev.millrace.store.Lifetimes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process stage at work: poll, decode, drop repeats, write. The gather thread does the first
 * three while the write thread does the last, so one batch gathers while another commits, and both
 * together are all that is in memory.
 */
public final class Processor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Processor.class);

  /** How long the threads may take to end once there is nothing left to do or to wait for. */
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(1);

  private final ProcessConfig config;
  private final EventLog log;
  private final EventStore store;
  private final InstantSource clock;
  private final ProcessCounts counts = new ProcessCounts();
  private final DuplicateFilter filter;
  private final Exchange exchange;
  private final Gatherer gatherer;
  private final BatchWriter writer;
  private final Thread gatherThread;
  private final Thread writeThread;

  public Processor(
      ProcessConfig config, EventLog log, EventStore store, Metrics metrics, InstantSource clock) {
    this(config, Lifetimes.FOREVER, log, store, metrics, clock);
  }

  /**
   * @param lifetimes events that are older are dropped
   */
  public Processor(
      ProcessConfig config,
      Lifetimes lifetimes,
      EventLog log,
      EventStore store,
      Metrics metrics,
      InstantSource clock) {
    this.config = config;
    this.log = log;
    this.store = store;
    this.clock = clock;
    filter = new DuplicateFilter(config, store, Fingerprints.withRandomKey());
    exchange = new Exchange(this::wakeGatherer);
    gatherer =
        new Gatherer(config, lifetimes, log, store, filter, exchange, metrics, clock, counts);
    writer = new BatchWriter(config, store, exchange, metrics, counts);
    gatherThread = Thread.ofPlatform().name("millrace-process-gather").daemon().unstarted(gatherer);
    writeThread = Thread.ofPlatform().name("millrace-process-write").daemon().unstarted(writer);
    register(metrics);
  }

  private void wakeGatherer() {
    gatherer.wakeup();
  }

  private void register(Metrics metrics) {
    metrics.queue("process", "batch", config.maxBatchEvents(), gatherer::waiting);
    metrics.queue("process", "filter_bytes", config.filterBytes(), filter::bytes);
    metrics.gauge(
        "millrace_lag_seconds",
        "How long ago the oldest event was received that was read and is not stored.",
        this::lagSeconds);
    metrics.total(
        "millrace_process_lost_offsets",
        "Log offsets that retention removed before they were read.",
        counts::lost);
    metrics.total(
        "millrace_process_filter_scans",
        "Scans of the store by the duplicate filter.",
        filter::scans);
  }

  /** Starts both threads. The store and the log may still be unreachable. */
  public void start() {
    store.commits().listen(this::storeMoved);
    writeThread.start();
    gatherThread.start();
  }

  /** Runs whenever the store moves; if that is not by a batch of ours, it must be noticed soon. */
  private void storeMoved() {
    exchange.nudge();
    if (exchange.idle()) {
      gatherer.wakeup();
    }
  }

  public ProcessStatus status() {
    GatheredBatch held = exchange.held();
    int writing = held == null ? 0 : held.batch().events().size();
    String problem = writer.problem() != null ? writer.problem() : gatherer.problem();
    return new ProcessStatus(
        exchange.position(),
        lagSeconds(),
        counts.stored(),
        counts.repeats(),
        counts.poison(),
        counts.lost(),
        (long) gatherer.waiting() + writing,
        filter.bytes(),
        filter.scans(),
        problem);
  }

  private double lagSeconds() {
    GatheredBatch held = exchange.held();
    long oldest =
        Math.min(held == null ? Long.MAX_VALUE : held.oldestReceived(), gatherer.oldestWaiting());
    if (oldest == Long.MAX_VALUE) {
      return 0;
    }
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return Math.max(0, now - oldest) / 1e6;
  }

  /**
   * Finishes with what the log has now, at most within {@link ProcessConfig#drainLimit}, and ends.
   * What is not committed by then is read again at the next start.
   */
  @Override
  public void close() {
    if (gatherThread.isAlive()) {
      gatherer.drainTo(endOfLog());
      join(gatherThread, config.drainLimit());
      if (gatherThread.isAlive()) {
        LOG.warn(
            "stopping before everything is stored lag_events={}",
            endOfLog().minus(exchange.position()));
      }
    }
    exchange.stop();
    gatherer.wakeup();
    join(gatherThread, JOIN_LIMIT);
    join(writeThread, JOIN_LIMIT);
    if (gatherThread.isAlive() || writeThread.isAlive()) {
      LOG.warn("threads have not ended in time limit={}", JOIN_LIMIT);
    }
  }

  private Positions endOfLog() {
    try {
      return log.end();
    } catch (RuntimeException _) {
      return Positions.NONE;
    }
  }

  private static void join(Thread thread, Duration limit) {
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(limit);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
