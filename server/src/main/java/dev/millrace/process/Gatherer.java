package dev.millrace.process;

import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.ErasureFormat;
import dev.millrace.log.EventFormat;
import dev.millrace.log.EventLog;
import dev.millrace.log.LogReader;
import dev.millrace.log.LogRecord;
import dev.millrace.log.Rejection;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventStore;
import dev.millrace.store.Lifetimes;
import dev.millrace.store.LoggedErasure;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.StorePosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gather thread: reads the log, drops repeats, and hands a batch over whenever the write thread
 * is idle. So an idle server writes each event at once, and a busy one writes large batches.
 *
 * <p>A failure of the log or of the store leaves what was gathered as it is, and is tried again.
 * After anything unexpected, all of it is forgotten and read again from where the store stands.
 */
final class Gatherer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Gatherer.class);

  /** How long a poll waits when nothing happens; whatever happens wakes it. */
  private static final Duration IDLE_POLL = Duration.ofSeconds(1);

  /** While the writer is busy, the filter is asked about so many events at once. */
  private static final int DECIDE_AT_ONCE = 10_000;

  private final ProcessConfig config;
  private final Lifetimes lifetimes;
  private final EventLog log;
  private final EventStore store;
  private final DuplicateFilter filter;
  private final Exchange exchange;
  private final Metrics metrics;
  private final InstantSource clock;
  private final ProcessCounts counts;
  private final Outage outage;

  private volatile NextBatch next;
  private volatile @Nullable LogReader reader;
  private volatile @Nullable Positions drainTo;
  private boolean started;

  /** Since when positions without events wait to be committed, {@link System#nanoTime}. */
  private long movedSince;

  private boolean moved;

  /** The filter has no memory for the next event before something is committed. */
  private boolean cut;

  Gatherer(
      ProcessConfig config,
      Lifetimes lifetimes,
      EventLog log,
      EventStore store,
      DuplicateFilter filter,
      Exchange exchange,
      Metrics metrics,
      InstantSource clock,
      ProcessCounts counts) {
    this.config = config;
    this.lifetimes = lifetimes;
    this.log = log;
    this.store = store;
    this.filter = filter;
    this.exchange = exchange;
    this.metrics = metrics;
    this.clock = clock;
    this.counts = counts;
    this.outage = new Outage("gathering", config);
    this.next = new NextBatch(config, Positions.NONE, Positions.NONE);
  }

  /** Reads on until everything before these positions is committed, then ends. */
  void drainTo(Positions end) {
    drainTo = end;
    wakeup();
  }

  /** Ends a poll that waits. Any thread may call it. */
  void wakeup() {
    LogReader waiting = reader;
    if (waiting != null) {
      waiting.wakeup();
    }
  }

  @Nullable String problem() {
    return outage.problem();
  }

  /** Events that were read and not handed over. */
  int waiting() {
    return next.size();
  }

  long oldestWaiting() {
    return next.oldestReceived();
  }

  @Override
  public void run() {
    try {
      while (!exchange.stopped() && !drained()) {
        try {
          turn();
          outage.over();
        } catch (MillraceException failure) {
          exchange.pause(outage.failed(failure));
        } catch (RuntimeException | Error unexpected) {
          started = false;
          exchange.pause(outage.failed(unexpected));
        }
      }
    } finally {
      closeReader();
    }
  }

  /** The steps, in order. */
  private void turn() {
    start();
    List<LogRecord> records = poll();
    if (!records.isEmpty()) {
      List<Rejection> poison = timed("decode", () -> decode(records));
      reject(poison);
    }
    next.readTo(reading().position());
    if (!next.undecided().isEmpty()) {
      dropRepeats();
    }
    handOver();
  }

  private void start() {
    if (started && storeMoved()) {
      LOG.warn("store no longer stands where it was left, reading again from where it does");
      started = false;
    }
    if (!started) {
      closeReader();
      filter.clear();
      StorePosition stands = store.commits().position();
      Start start = Start.of(stands, log.id(), log.partitions(), log.beginning(), log.end());
      report(start, stands);
      next = new NextBatch(config, start.stands(), start.from());
      moved = false;
      cut = false;
      exchange.startAt(stands, start.from());
      started = true;
    }
    if (reader == null) {
      reader = log.read(next.read());
    }
  }

  /**
   * Another writer may move the store, and a store that had to reopen may have fallen back to what
   * it had on disk. Only this thread gives batches, so while idle nothing of ours moves it.
   */
  private boolean storeMoved() {
    return exchange.fenced()
        || exchange.idle() && !store.commits().position().equals(exchange.stands());
  }

  private void report(Start start, StorePosition stands) {
    if (start.recreated()) {
      LOG.warn("log recreated, reading it from its beginning id={}", log.id());
    }
    if (start.cutOff() > 0) {
      LOG.error(
          "log ends before what the store has of it, reading it again offsets={}", start.cutOff());
    }
    countLost(start.lost());
    LOG.debug("processing from={} store={}", start.from(), stands);
  }

  private void countLost(long offsets) {
    if (offsets > 0) {
      LOG.error("retention removed events before they were read, going on offsets={}", offsets);
      counts.lost(offsets);
    }
  }

  private List<LogRecord> poll() {
    if (next.full() || cut && !exchange.idle()) {
      exchange.awaitWriter(IDLE_POLL);
      return List.of();
    }
    Positions before = reading().position();
    try {
      long began = System.nanoTime();
      List<LogRecord> records = reading().poll(pollTimeout(), next.roomBytes());
      if (!records.isEmpty()) {
        metrics.took("process", "poll", System.nanoTime() - began);
      }
      return records;
    } catch (MillraceException failure) {
      if (failure.fault() == Fault.LOG_TRUNCATED) {
        countLost(reading().position().minus(before));
        return List.of();
      }
      closeReader();
      throw failure;
    }
  }

  private Duration pollTimeout() {
    if (!exchange.idle()) {
      return IDLE_POLL;
    }
    if (next.hasFresh() || !next.undecided().isEmpty()) {
      return Duration.ZERO;
    }
    if (drainTo != null) {
      return config.firstRetry();
    }
    if (moved) {
      long due = movedSince + config.positionsDelay().toNanos() - System.nanoTime();
      return Duration.ofNanos(Math.max(0, Math.min(due, IDLE_POLL.toNanos())));
    }
    return IDLE_POLL;
  }

  private List<Rejection> decode(List<LogRecord> records) {
    List<Rejection> poison = new ArrayList<>();
    long now = now();
    for (LogRecord logRecord : records) {
      try {
        add(logRecord, now);
      } catch (MillraceException refused) {
        poison.add(rejection(logRecord, refused.getMessage()));
      } catch (RuntimeException defect) {
        LOG.error(
            "decoder failed partition={} offset={}",
            logRecord.partition(),
            logRecord.offset(),
            defect);
        poison.add(rejection(logRecord, "cannot be decoded: " + defect));
      }
    }
    return poison;
  }

  private void add(LogRecord read, long now) {
    byte[] value = read.value();
    if (ErasureFormat.isErasure(value)) {
      next.add(new LoggedErasure(ErasureFormat.decode(value), read.partition(), read.offset()));
      return;
    }
    Event event = EventFormat.decode(value);
    if (event.time() < lifetimes.keptFrom(event.project(), now)) {
      // The store would delete it next, and it could be a retry of what it has deleted.
      metrics.refused("process", "expired", 1);
      return;
    }
    next.add(new LoggedEvent(event, read.partition(), read.offset()), value.length);
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  /** Without a project, which only the record itself could name. */
  private Rejection rejection(LogRecord refused, String message) {
    return Rejection.of(
        "",
        now(),
        Fault.POISON_RECORD,
        "partition %d offset %d: %s".formatted(refused.partition(), refused.offset(), message),
        refused.value());
  }

  /**
   * Copies poison records to the rejected ones before anything past them can be committed, so each
   * is there at least once: again after a crash. Should the log take none, processing still goes
   * on, since the originals are in the log.
   */
  private void reject(List<Rejection> poison) {
    if (poison.isEmpty()) {
      return;
    }
    counts.poison(poison.size());
    metrics.refused("process", Fault.POISON_RECORD.code(), poison.size());
    try {
      log.append(List.of(), poison).get(config.rejectTimeout().toMillis(), TimeUnit.MILLISECONDS);
      LOG.warn(
          "poison records rejected count={} first={}", poison.size(), poison.getFirst().message());
    } catch (ExecutionException | TimeoutException | MillraceException failure) {
      LOG.error(
          "poison records not kept as rejected count={} first={}",
          poison.size(),
          poison.getFirst().message(),
          failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void dropRepeats() {
    boolean idle = exchange.idle();
    if (!idle && !next.full() && next.undecided().size() < DECIDE_AT_ONCE) {
      return;
    }
    filter.committed(exchange.committed());
    Admission admission;
    do {
      admission = timed("drop_repeats", () -> filter.admit(next.undecided()));
      next.decided(admission);
      if (admission.repeats() > 0) {
        counts.repeats(admission.repeats());
        metrics.refused("process", "repeat", admission.repeats());
      }
    } while (admission.taken() > 0 && !next.undecided().isEmpty());
    cut = admission.taken() == 0;
  }

  /** Positions that move without events wait a little, for events to come along. */
  private void handOver() {
    if (!next.moved()) {
      moved = false;
      return;
    }
    if (!moved) {
      moved = true;
      movedSince = System.nanoTime();
    }
    if (exchange.idle() && (next.hasFresh() || drainTo != null || positionsDue())) {
      exchange.give(next.take(filter.closeBatch(), log.id()));
      moved = false;
    }
  }

  private boolean positionsDue() {
    return System.nanoTime() - movedSince >= config.positionsDelay().toNanos();
  }

  private boolean drained() {
    Positions target = drainTo;
    return target != null
        && started
        && next.empty()
        && exchange.idle()
        && exchange.position().covers(target);
  }

  private LogReader reading() {
    LogReader open = reader;
    if (open == null) {
      throw new IllegalStateException("no reader is open");
    }
    return open;
  }

  private void closeReader() {
    LogReader open = reader;
    reader = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException failure) {
        LOG.warn("log reader not closed properly", failure);
      }
    }
  }

  private <T> T timed(String step, Supplier<T> work) {
    long began = System.nanoTime();
    T result = work.get();
    metrics.took("process", step, System.nanoTime() - began);
    return result;
  }
}
