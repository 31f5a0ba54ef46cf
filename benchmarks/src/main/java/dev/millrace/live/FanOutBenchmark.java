package dev.millrace.live;

import dev.millrace.event.Positions;
import dev.millrace.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a reader costs when an answer has changed: it is left to each of 10,000, and each takes it.
 * The sockets are not part of it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class FanOutBenchmark {
  private static final int READERS = 10_000;
  private static final int ANSWER_BYTES = 2_000;
  private static final Topic TOPIC = new Topic.Status("default");

  private final List<Reader> readers = new ArrayList<>(READERS);
  private long changes;
  private long now = 1;
  private final LiveQuestions questions =
      new LiveQuestions(
          LiveConfig.defaults(),
          _ -> changed(),
          _ -> Long.MAX_VALUE,
          () -> Positions.NONE,
          Runnable::run,
          () -> now,
          new Metrics());

  private Evaluated changed() {
    changes++;
    return new Evaluated(
        Long.toString(changes), "x".repeat(ANSWER_BYTES).getBytes(StandardCharsets.UTF_8));
  }

  @Setup
  public void join() {
    for (int i = 0; i < READERS; i++) {
      readers.add(questions.join(Map.of("0", TOPIC), List.of(), ""));
    }
  }

  @Benchmark
  @OperationsPerInvocation(READERS)
  public void tellAll(Blackhole hole) {
    now += TimeUnit.SECONDS.toNanos(2);
    questions.moved();
    questions.tick();
    for (Reader reader : readers) {
      hole.consume(reader.subscriptions().getFirst().take());
    }
  }
}
