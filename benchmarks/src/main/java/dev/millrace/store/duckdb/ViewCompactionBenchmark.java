package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to keep one row a key in the view: the quarters of an hour of a day are added up,
 * with sets of people as large as those of a product that 100,000 use.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class ViewCompactionBenchmark {
  private static final int QUARTERS = 96;
  private static final int EVENTS = 20_000;
  private static final int PEOPLE = 100_000;

  private final List<byte[]> rows = rows();

  private static List<byte[]> rows() {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, QUARTERS)
        .mapToObj(_ -> {
          ViewCell cell = new ViewCell(View.ACTIVITY);
          for (int event = 0; event < EVENTS; event++) {
            double uniform = random.nextDouble();
            cell.add((int) (uniform * uniform * PEOPLE), 0);
          }
          return Objects.requireNonNull(cell.serializedPeople(View.ACTIVITY));
        })
        .toList();
  }

  @Benchmark
  @OperationsPerInvocation(QUARTERS)
  public byte[] addUpADay() {
    ViewCell day = new ViewCell(View.ACTIVITY);
    for (byte[] row : rows) {
      day.addEvents(EVENTS);
      day.addStates(row, null);
    }
    return Objects.requireNonNull(day.serializedPeople(View.ACTIVITY));
  }
}
