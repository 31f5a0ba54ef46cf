package dev.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.http.RawClient;
import dev.millrace.http.RawClient.Answer;
import dev.millrace.ingest.wire.EventLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is taken while many times more arrives. The log needs a tenth of a second for each append
 * and takes four at once, so that forty requests a second are the most that can be, on any machine
 * that has time left to refuse the others meanwhile.
 */
@Timeout(120)
class GoodputTest {
  private static final int AT_ONCE = 4;
  private static final Duration APPEND = Duration.ofMillis(100);
  private static final int CROWD = 40;
  private static final int ACCEPTED = 120;

  /** What a client waits that was refused; all of them ask some thousand times a second. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static final String TRACK = "{\"event\":\"paid\",\"userId\":\"ann\"}";

  private static final IngestLimits LIMITS =
      new IngestLimits(
          EventLimits.defaults(),
          10_000,
          10_000,
          AT_ONCE,
          AT_ONCE,
          Duration.ofSeconds(5),
          0,
          Duration.ofSeconds(30));

  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void takesNinetyPercentOfItsBestWhileManyTimesMoreArrives() throws Exception {
    try (IngestServer server = new IngestServer(LIMITS)) {
      server.log.takes(APPEND);
      double best = Math.max(goodput(server, AT_ONCE), goodput(server, 2 * AT_ONCE));

      refused.set(0);
      double crowded = goodput(server, CROWD);

      assertThat(refused.get()).isGreaterThan(3 * ACCEPTED);
      assertThat(crowded).isGreaterThanOrEqualTo(0.9 * best);
      assertThat(server.log.events()).hasSize(accepted.get());
    }
  }

  /** Requests a second that are accepted, of clients that ask again at once. */
  private double goodput(IngestServer server, int clients) throws Exception {
    int enough = accepted.get() + ACCEPTED;
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(
            threads.submit(() -> {
              send(server, enough);
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return (accepted.get() - enough + ACCEPTED) * 1e9 / (System.nanoTime() - began);
  }

  private void send(IngestServer server, int enough) throws IOException, InterruptedException {
    try (RawClient client = new RawClient(server.port())) {
      while (accepted.get() < enough) {
        Answer answer = client.post("/v1/track", IngestServer.KEY, TRACK);
        if (answer.status() == 200) {
          accepted.incrementAndGet();
        } else {
          IngestRoutesTest.assertProblem(answer, 503, "ingest_overloaded");
          assertThat(answer.header("retry-after")).isEqualTo("1");
          refused.incrementAndGet();
          Thread.sleep(PAUSE);
        }
        assertThat(server.metrics.queues())
            .allSatisfy(queue -> assertThat(queue.depth()).isLessThanOrEqualTo(queue.limit()));
      }
    }
  }
}
