package dev.millrace.benchmarks;

import dev.millrace.benchmarks.server.Bodies;
import dev.millrace.event.Event;
import dev.millrace.ingest.segment.SegmentFormat;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.EventIds;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.log.EventFormat;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/** What an event costs between the socket and the store: read from a batch, to and from the log. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
@OperationsPerInvocation(DecodeBenchmark.EVENTS)
public class DecodeBenchmark {
  static final int EVENTS = 100;
  private static final long RECEIVED = 1_795_500_000_000_000L;

  private final EventLimits limits = EventLimits.defaults();
  private final EventIds ids = new EventIds(1);
  private final byte[] body = body();
  private final Event[] events = decode().events().toArray(Event[]::new);
  private final byte[][] records =
      Arrays.stream(events).map(EventFormat::encode).toArray(byte[][]::new);

  private static byte[] body() {
    Bodies bodies = new Bodies(1).batch(EVENTS);
    return Arrays.copyOf(bodies.bytes(), bodies.length());
  }

  private Decoded decode() {
    return SegmentFormat.readBatch(body, limits).decode("default", RECEIVED, ids);
  }

  @Benchmark
  public Decoded segmentBatch() {
    return decode();
  }

  @Benchmark
  public void encodeRecord(Blackhole hole) {
    for (Event event : events) {
      hole.consume(EventFormat.encode(event));
    }
  }

  @Benchmark
  public void decodeRecord(Blackhole hole) {
    for (byte[] value : records) {
      hole.consume(EventFormat.decode(value));
    }
  }
}
