package dev.millrace.app.status;

import dev.millrace.event.Positions;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.EventLog;
import dev.millrace.metrics.Metrics;
import dev.millrace.process.ProcessStatus;
import dev.millrace.process.Processor;
import dev.millrace.store.EventStore;
import dev.millrace.store.StoreStatus;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the stages that run: samples them once a second, on a thread of its own. */
public final class Pipeline implements AutoCloseable {
  static final long UNKNOWN = -1;

  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final Metrics metrics;
  private final EventLog eventLog;
  private final EventStore store;
  private final Readiness readiness;
  private final Rates rates;
  private final Processor processor;
  private volatile Positions logEnd = Positions.NONE;
  private volatile boolean logAnswers = true;
  private final Thread sampler;
  private volatile boolean closing;

  public Pipeline(
      Metrics metrics,
      EventLog eventLog,
      Processor processor,
      EventStore store,
      Readiness readiness) {
    this.metrics = metrics;
    this.eventLog = eventLog;
    this.processor = processor;
    this.store = store;
    this.readiness = readiness;
    rates = new Rates(metrics);
    registerGauges();
    sampler = Thread.ofVirtual().name("millrace-status").start(this::sample);
  }

  Metrics metrics() {
    return metrics;
  }

  EventLog eventLog() {
    return eventLog;
  }

  StoreStatus storeStatus() {
    return store.status();
  }

  Positions storePositions() {
    return store.commits().position().positions();
  }

  public Readiness readiness() {
    return readiness;
  }

  Rates rates() {
    return rates;
  }

  /** Where the log ends, as far as that is known without asking it. */
  Positions logEnd() {
    return logEnd.max(eventLog.appended());
  }

  /**
   * Log records that the store does not have yet; {@link #UNKNOWN} while the log does not answer.
   */
  long lagEvents() {
    return logAnswers ? logEnd().minus(process().position()) : UNKNOWN;
  }

  ProcessStatus process() {
    return processor.status();
  }

  /** Bytes written to log and store for each byte accepted since the start; 0 before the first. */
  double writeAmplification() {
    long accepted = metrics.acceptedBytes();
    return accepted == 0
        ? 0
        : (double) (eventLog.bytesWritten() + store.status().bytesWritten()) / accepted;
  }

  private void registerGauges() {
    metrics.gauge(
        "millrace_lag_events", "Log records that the store does not have yet.", this::lagEvents);
    metrics.gauge(
        "millrace_write_amplification",
        "Bytes written to log and store for each byte accepted.",
        this::writeAmplification);
    metrics.total(
        "millrace_log_written_bytes",
        "Bytes that the log has written, after compression.",
        eventLog::bytesWritten);
    metrics.total(
        "millrace_store_written_bytes",
        "Bytes that the store has written.",
        () -> store.status().bytesWritten());
    metrics.gauge(
        "millrace_log_disk_bytes", "Bytes of the log on local disk.", eventLog::bytesOnDisk);
    metrics.gauge(
        "millrace_store_disk_bytes",
        "Bytes of the store on local disk.",
        () -> store.status().bytesOnDisk());
    metrics.gauge(
        "millrace_ready", "1 when events are taken.", () -> readiness.refusal().isEmpty() ? 1 : 0);
  }

  private void sample() {
    boolean failing = false;
    while (!closing) {
      long now = System.nanoTime();
      rates.sample(now);
      try {
        logEnd = eventLog.end();
        logAnswers = true;
        failing = false;
      } catch (MillraceException e) {
        if (!failing && !closing) {
          log.atWarn()
              .addKeyValue("code", e.fault().code())
              .log("the log's end is unknown: {}", e.getMessage());
        }
        failing = true;
        logAnswers = false;
      }
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    sampler.interrupt();
    try {
      sampler.join(STOP_LIMIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
