package dev.millrace.benchmarks.server;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long after it was sent an event is in a query's answer: sends one event of a name that nobody
 * else uses, then asks for its count after the position of the acknowledgement. Run beside {@code
 * ingest --rate}.
 */
@Command(
    name = "freshness",
    mixinStandardHelpOptions = true,
    description = "Measures the time from sending an event to an answer that counts it.")
final class Freshness implements Callable<Integer> {
  @Mixin private final Target target = new Target();

  @Option(names = "--probes", defaultValue = "600", description = "${DEFAULT-VALUE}")
  private int probes;

  @Option(names = "--every-ms", defaultValue = "100", description = "${DEFAULT-VALUE}")
  private int everyMillis;

  @Override
  public Integer call() throws Exception {
    Histogram acknowledged = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    Histogram answered = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    Bodies bodies = new Bodies(System.nanoTime());
    int wrong = 0;
    try (Connection writer = target.writer();
        Connection reader = target.reader()) {
      long start = System.nanoTime();
      for (int i = 0; i < probes; i++) {
        long due = start + TimeUnit.MILLISECONDS.toNanos((long) i * everyMillis);
        LockSupport.parkNanos(due - System.nanoTime());
        long sent = System.nanoTime();
        String name = "probe_" + i % 10;
        Bodies body = bodies.single(name);
        Connection.Response response = writer.post("/v1/track", body.bytes(), body.length());
        acknowledged.recordValue((System.nanoTime() - sent) / 1_000);
        long count =
            Target.ask(
                    reader,
                    "{\"kind\":\"trend\",\"every\":\"none\",\"from\":\"-1d\",\"to\":\"now\",\"events\":[\""
                        + name
                        + "\"],\"after\":\""
                        + response.position()
                        + "\"}")
                .path("rows")
                .path(0)
                .path(0)
                .asLong();
        answered.recordValue((System.nanoTime() - sent) / 1_000);
        wrong += count < i / 10 + 1 ? 1 : 0;
      }
    }
    print("acknowledged", acknowledged);
    print("in an answer", answered);
    System.out.println("answers that lacked the event: " + wrong);
    return wrong == 0 ? 0 : 1;
  }

  private static void print(String what, Histogram histogram) {
    System.out.printf(
        "%s after p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        what,
        histogram.getValueAtPercentile(50) / 1e3,
        histogram.getValueAtPercentile(99) / 1e3,
        histogram.getMaxValue() / 1e3);
  }
}
