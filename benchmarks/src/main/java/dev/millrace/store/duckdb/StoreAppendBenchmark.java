package dev.millrace.store.duckdb;

import dev.millrace.benchmarks.SampleEvents;
import dev.millrace.event.Positions;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event costs the thread that appends, while another one moves generations into the file:
 * in batches of an idle, an ordinary and a busy server.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@State(Scope.Benchmark)
public class StoreAppendBenchmark {
  private static final long START = 1_795_500_000_000_000L;
  private static final long STEP = 20;

  @Param({"10", "400", "10000"})
  private int events;

  private final SampleEvents samples = new SampleEvents(1);
  private List<LoggedEvent> batch = List.of();
  private long time = START;

  @SuppressWarnings("NullAway.Init") // set up before each trial
  private EventStore store;

  @Setup
  public void open() throws IOException {
    Path folder = Files.createTempDirectory("millrace-benchmark-");
    store = new DuckDbStore(DuckDbConfig.defaults(folder), new Metrics());
  }

  @Setup(Level.Invocation)
  public void makeBatch() {
    batch = samples.next(events, time, STEP);
    time += events * STEP;
  }

  @TearDown
  public void close() {
    store.close();
  }

  @Benchmark
  public void append() {
    store.append(new EventBatch(batch, "", Positions.NONE, Positions.NONE));
  }
}
