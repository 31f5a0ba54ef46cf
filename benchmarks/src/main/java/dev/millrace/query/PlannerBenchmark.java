package dev.millrace.query;

import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventStore;
import dev.millrace.store.Filter;
import dev.millrace.store.Trend;
import dev.millrace.store.duckdb.DuckDbConfig;
import dev.millrace.store.duckdb.DuckDbStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a question costs before the engine has it: reading its JSON, and planning it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class PlannerBenchmark {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final byte[] JSON =
      """
      {"kind":"trend","measures":["count","uniques"],"events":["feature_used"],"every":"hour",
       "from":"-7d","to":"now","timezone":"Europe/Berlin","by":["name"]}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final TrendQuestion question = (TrendQuestion) QuestionFormat.parse(JSON);

  @SuppressWarnings("NullAway.Init") // set up before each trial
  private EventStore store;

  @SuppressWarnings("NullAway.Init")
  private TrendPlanner planner;

  @Setup
  public void open() throws IOException {
    Metrics metrics = new Metrics();
    store =
        new DuckDbStore(
            DuckDbConfig.defaults(Files.createTempDirectory("millrace-benchmark-")), metrics);
    planner = new TrendPlanner(new Asking(store, QueryConfig.defaults(), metrics, "default", NOW));
  }

  @TearDown
  public void close() {
    store.close();
  }

  @Benchmark
  public Question read() {
    return QuestionFormat.parse(JSON);
  }

  @Benchmark
  public Trend plan() {
    return planner.plan(question, Period.of(question.basis(), NOW), Filter.EVERYTHING);
  }
}
