package dev.millrace.ingest;

import dev.millrace.event.Erasure;
import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.log.EventLog;
import dev.millrace.log.LogReader;
import dev.millrace.log.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A log of one partition in memory that refuses, fails or stalls when a test says so. */
final class ScriptedLog implements EventLog {
  private final List<Event> events = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final List<CompletableFuture<Positions>> stalled = new ArrayList<>();
  private @Nullable String refusal;
  private @Nullable Fault failure;
  private boolean stalls;
  private Duration takes = Duration.ZERO;
  private int appends;

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  synchronized List<Rejection> rejections() {
    return List.copyOf(rejections);
  }

  synchronized int appends() {
    return appends;
  }

  synchronized Event onlyEvent() {
    if (events.size() != 1) {
      throw new AssertionError("expected one event, there are " + events);
    }
    return events.getFirst();
  }

  synchronized void refuse(@Nullable String reason) {
    refusal = reason;
  }

  synchronized void fail(@Nullable Fault fault) {
    failure = fault;
  }

  /** Each append takes so long from now on. */
  synchronized void takes(Duration time) {
    takes = time;
  }

  synchronized void stall() {
    stalls = true;
  }

  /** Answers all that waits, and from now on at once. */
  synchronized void resume() {
    stalls = false;
    stalled.forEach(future -> future.complete(end()));
    stalled.clear();
  }

  @Override
  public synchronized CompletableFuture<Positions> append(
      List<Event> appended, List<Rejection> rejected) {
    if (failure != null) {
      return CompletableFuture.failedFuture(new MillraceException(failure, "scripted"));
    }
    appends++;
    events.addAll(appended);
    rejections.addAll(rejected);
    if (!stalls) {
      Positions end = end();
      return takes.isZero()
          ? CompletableFuture.completedFuture(end)
          : CompletableFuture.supplyAsync(
              () -> end, CompletableFuture.delayedExecutor(takes.toNanos(), TimeUnit.NANOSECONDS));
    }
    CompletableFuture<Positions> future = new CompletableFuture<>();
    stalled.add(future);
    return future;
  }

  @Override
  public CompletableFuture<Positions> append(Erasure erasure) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized @Nullable String refusal() {
    return refusal;
  }

  @Override
  public synchronized Positions end() {
    return Positions.ofNext(events.size());
  }

  @Override
  public Positions beginning() {
    return Positions.NONE;
  }

  @Override
  public String id() {
    return "scripted";
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public Positions appended() {
    return end();
  }

  @Override
  public LogReader read(Positions from) {
    throw new UnsupportedOperationException("ingest does not read");
  }

  @Override
  public synchronized List<Rejection> newestRejections(String project, int limit) {
    return rejections.reversed().stream().limit(limit).toList();
  }

  @Override
  public long bytesWritten() {
    return 0;
  }

  @Override
  public long bytesOnDisk() {
    return 0;
  }

  @Override
  public void close() {
    resume();
  }
}
