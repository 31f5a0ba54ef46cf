package dev.millrace.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many people with the same dashboard open, each asking its questions as fast as answers come. */
@Command(
    name = "crowd",
    mixinStandardHelpOptions = true,
    description = "Asks the dashboard's questions over many connections, as fast as they go.")
final class Crowd implements Callable<Integer> {
  @Mixin private final Target target = new Target();

  @Option(names = "--connections", defaultValue = "32", description = "${DEFAULT-VALUE}")
  private int connections;

  @Option(names = "--seconds", defaultValue = "20", description = "${DEFAULT-VALUE}")
  private int seconds;

  private final ConcurrentHistogram latency =
      new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3);
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  @Override
  public Integer call() throws Exception {
    List<byte[]> questions =
        QuestionSet.dashboard().values().stream()
            .map(question -> question.getBytes(StandardCharsets.UTF_8))
            .toList();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> people = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int first = i;
      people.add(Thread.startVirtualThread(() -> ask(questions, first, end)));
    }
    for (Thread person : people) {
      person.join();
    }
    double took = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%,d answers in %.1f s: %,.0f/s; refused %,d; failed %,d%n"
            + "p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        latency.getTotalCount(),
        took,
        latency.getTotalCount() / took,
        refused.get(),
        failed.get(),
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        latency.getMaxValue() / 1e3);
    return failed.get() == 0 ? 0 : 1;
  }

  private void ask(List<byte[]> questions, int first, long end) {
    try (Connection connection = target.reader()) {
      for (int i = first; System.nanoTime() < end; i++) {
        byte[] question = questions.get(i % questions.size());
        long asked = System.nanoTime();
        Connection.Response response = connection.post("/v1/query", question, question.length);
        if (response.status() == 200) {
          latency.recordValue((System.nanoTime() - asked) / 1_000);
        } else {
          refused.incrementAndGet();
        }
      }
    } catch (IOException _) {
      failed.incrementAndGet();
    }
  }
}
