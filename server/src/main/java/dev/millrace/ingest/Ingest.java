package dev.millrace.ingest;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.MemoryBudget;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.EventIds;
import dev.millrace.ingest.wire.Refusal;
import dev.millrace.log.EventLog;
import dev.millrace.metrics.Metrics;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What all requests of the stage share. Safe for use by many threads. */
final class Ingest {
  private static final String STAGE = "ingest";

  private final IngestLimits limits;
  private final Keys keys;
  private final EventLog log;
  private final Metrics metrics;
  private final InstantSource clock;
  private final EventIds ids = new EventIds(new SecureRandom().nextLong());
  private final MemoryBudget memory;
  private final Admission admission;
  private final Quota quota;

  Ingest(IngestLimits limits, Keys keys, EventLog log, Metrics metrics, InstantSource clock) {
    this.limits = limits;
    this.keys = keys;
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
    memory = new MemoryBudget(limits.memoryBytes(), Fault.INGEST_OVERLOADED);
    admission = new Admission(limits.requests(), limits.waitingRequests(), limits.maxWait());
    quota = new Quota(limits.eventsPerSecond(), System::nanoTime);
    metrics.queue(STAGE, "memory_bytes", limits.memoryBytes(), memory::used);
    metrics.queue(STAGE, "requests", limits.requests(), admission::inside);
    metrics.queue(STAGE, "waiting_requests", limits.waitingRequests(), admission::waiting);
  }

  /** Takes a request through all steps and times each of them. */
  void handle(Endpoint endpoint, ServerRequest request, ServerResponse response) {
    try (IngestRequest steps = new IngestRequest(this, endpoint, request, response)) {
      long before = System.nanoTime();
      for (IngestRequest.Step step : IngestRequest.STEPS) {
        step.action().accept(steps);
        long after = System.nanoTime();
        metrics.took(STAGE, step.name(), after - before);
        before = after;
      }
    } catch (MillraceException e) {
      metrics.refused(STAGE, e.fault().code(), 1);
      throw e;
    }
  }

  /** Counts outcomes that are on disk. */
  void count(Decoded decoded, int bodyBytes) {
    int refusedBytes = 0;
    for (Refusal refusal : decoded.refusals()) {
      metrics.refused(STAGE, refusal.fault().code(), 1);
      refusedBytes += refusal.original().length;
    }
    if (!decoded.events().isEmpty()) {
      metrics.events(STAGE, decoded.events().size());
      metrics.accepted(bodyBytes - refusedBytes);
    }
  }

  IngestLimits limits() {
    return limits;
  }

  Keys keys() {
    return keys;
  }

  EventLog log() {
    return log;
  }

  InstantSource clock() {
    return clock;
  }

  EventIds ids() {
    return ids;
  }

  MemoryBudget memory() {
    return memory;
  }

  Admission admission() {
    return admission;
  }

  Quota quota() {
    return quota;
  }
}
