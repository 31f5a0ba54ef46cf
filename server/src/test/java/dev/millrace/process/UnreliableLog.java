package dev.millrace.process;

import dev.millrace.event.Erasure;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A log in memory that fails, is cut and is truncated on command. */
final class UnreliableLog implements EventLog {
  private final String id;
  private final List<List<byte[]>> partitions = new ArrayList<>();
  private final long[] kept;
  private final List<Rejection> rejections = new ArrayList<>();
  private final int recordsAPoll;

  private @Nullable RuntimeException pollFault;
  private boolean refusesAppends;
  private long polled;

  UnreliableLog(String id, int partitionCount, int recordsAPoll) {
    this.id = id;
    this.recordsAPoll = recordsAPoll;
    this.kept = new long[partitionCount];
    for (int i = 0; i < partitionCount; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  /** Appends to the given partition. */
  Positions append(int partition, Event... events) {
    for (Event event : events) {
      appendRaw(partition, EventFormat.encode(event));
    }
    return end();
  }

  synchronized Positions appendRaw(int partition, byte[] value) {
    partitions.get(partition).add(value);
    notifyAll();
    return end();
  }

  /** Retention removes what is before the offset. */
  synchronized void removeBefore(int partition, long offset) {
    kept[partition] = offset;
  }

  /** The next poll fails once. */
  synchronized void failNextPoll(RuntimeException failure) {
    pollFault = failure;
    notifyAll();
  }

  synchronized void refuseAppends() {
    refusesAppends = true;
  }

  synchronized List<Rejection> rejections() {
    return List.copyOf(rejections);
  }

  synchronized void awaitPolled(long records) throws InterruptedException {
    while (polled < records) {
      wait();
    }
  }

  synchronized long polled() {
    return polled;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int partitions() {
    return kept.length;
  }

  @Override
  public synchronized CompletableFuture<Positions> append(
      List<Event> events, List<Rejection> refused) {
    if (refusesAppends) {
      return CompletableFuture.failedFuture(
          new MillraceException(Fault.LOG_DISK_LOW, "told to refuse"));
    }
    events.forEach(event -> append(0, event));
    rejections.addAll(refused);
    return CompletableFuture.completedFuture(end());
  }

  @Override
  public synchronized CompletableFuture<Positions> append(Erasure erasure) {
    for (int partition = 0; partition < kept.length; partition++) {
      appendRaw(partition, ErasureFormat.encode(erasure));
    }
    return CompletableFuture.completedFuture(end());
  }

  @Override
  public synchronized Positions beginning() {
    return Positions.ofNext(kept);
  }

  @Override
  public synchronized Positions end() {
    return Positions.ofNext(partitions.stream().mapToLong(List::size).toArray());
  }

  @Override
  public Positions appended() {
    return end();
  }

  @Override
  public LogReader read(Positions from) {
    return new Reader(from);
  }

  @Override
  public List<Rejection> newestRejections(String project, int limit) {
    return List.of();
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
  public @Nullable String refusal() {
    return null;
  }

  @Override
  public void close() {}

  private final class Reader implements LogReader {
    private final long[] next = new long[kept.length];
    private boolean woken;

    Reader(Positions from) {
      for (int partition = 0; partition < next.length; partition++) {
        next[partition] = from.next(partition);
      }
    }

    @Override
    public List<LogRecord> poll(Duration timeout, long enoughBytes) {
      synchronized (UnreliableLog.this) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<LogRecord> records = available();
        long millis = timeout.toMillis();
        while (records.isEmpty() && !woken && millis > 0) {
          try {
            UnreliableLog.this.wait(millis);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          records = available();
          millis = (deadline - System.nanoTime()) / 1_000_000;
        }
        woken = false;
        polled += records.size();
        UnreliableLog.this.notifyAll();
        return records;
      }
    }

    private List<LogRecord> available() {
      RuntimeException fault = pollFault;
      if (fault != null) {
        pollFault = null;
        throw fault;
      }
      List<LogRecord> records = new ArrayList<>();
      for (int partition = 0; partition < next.length; partition++) {
        if (next[partition] < kept[partition]) {
          next[partition] = kept[partition];
          throw new MillraceException(Fault.LOG_TRUNCATED, "told to truncate");
        }
        List<byte[]> values = partitions.get(partition);
        while (next[partition] < values.size() && records.size() < recordsAPoll) {
          long offset = next[partition]++;
          records.add(new LogRecord(partition, offset, values.get((int) offset)));
        }
      }
      return records;
    }

    @Override
    public Positions position() {
      return Positions.ofNext(next);
    }

    @Override
    public void wakeup() {
      synchronized (UnreliableLog.this) {
        woken = true;
        UnreliableLog.this.notifyAll();
      }
    }

    @Override
    public void close() {}
  }
}
