package dev.millrace.process;

import dev.millrace.benchmarks.SampleEvents;
import dev.millrace.event.Event;
import dev.millrace.event.Fingerprints;
import dev.millrace.event.Positions;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.duckdb.DuckDbConfig;
import dev.millrace.store.duckdb.DuckDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to tell a repeat from a first copy: its bucket in memory, and its bucket only in
 * the store, whose events are two hours old.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class DuplicateFilterBenchmark {
  private static final int EVENTS = 1_000;
  private static final int STORED = 100_000;
  private static final long NOW = 1_795_500_000_000_000L;
  private static final long HOURS_AGO = NOW - TimeUnit.HOURS.toMicros(2);
  private static final long STEP = 10_000;

  private final SampleEvents samples = new SampleEvents(1);
  private final List<LoggedEvent> old = samples.next(STORED, HOURS_AGO, STEP);
  private final List<LoggedEvent> oneBucket = old.subList(0, 1);
  private final List<LoggedEvent> late = late(old);
  private List<LoggedEvent> known = List.of();
  private List<LoggedEvent> fresh = List.of();
  private long now = NOW;

  @SuppressWarnings("NullAway.Init") // set up before each trial
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private EventStore store;

  @SuppressWarnings("NullAway.Init")
  private DuplicateFilter filter;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("millrace-benchmark-");
    store = new DuckDbStore(DuckDbConfig.defaults(folder), new Metrics());
    store.append(new EventBatch(old, "", Positions.NONE, Positions.NONE));
    filter = new DuplicateFilter(ProcessConfig.defaults(), store, Fingerprints.withRandomKey());
    known = samples.next(EVENTS, NOW, 1);
    filter.admit(known);
    filter.committed(filter.closeBatch());
  }

  @TearDown
  public void close() {
    store.close();
  }

  /** Time goes on, so that a bucket gets as many as at 1,000 events a second. */
  @Setup(Level.Invocation)
  public void makeFresh() {
    now += TimeUnit.SECONDS.toMicros(1);
    fresh = samples.next(EVENTS, now, 1);
  }

  /** Every event was seen before. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Admission hit() {
    return filter.admit(known);
  }

  /** Every event is new. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Admission miss() {
    Admission admitted = filter.admit(fresh);
    filter.committed(filter.closeBatch());
    return admitted;
  }

  /** Events of a hundred buckets that are not in memory, from devices that were offline. */
  @Benchmark
  @OperationsPerInvocation(100)
  public Admission late() {
    filter.clear();
    return filter.admit(late);
  }

  private static List<LoggedEvent> late(List<LoggedEvent> events) {
    List<LoggedEvent> late = new ArrayList<>();
    for (int i = 0; i < events.size(); i += events.size() / 100) {
      LoggedEvent logged = events.get(i);
      Event event = logged.event();
      Event received =
          new Event(
              event.project(),
              event.id(),
              event.name(),
              event.user(),
              event.anonymous(),
              event.time(),
              event.sent(),
              NOW,
              event.properties(),
              event.context());
      late.add(new LoggedEvent(received, logged.partition(), logged.offset()));
    }
    return late;
  }

  /** One event whose bucket, with 1,000 others, must be loaded. */
  @Benchmark
  public Admission coldBucket() {
    filter.clear();
    return filter.admit(oneBucket);
  }
}
