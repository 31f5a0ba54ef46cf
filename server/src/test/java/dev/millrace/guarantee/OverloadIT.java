package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Positions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that gets more than it takes says so at once, keeps what it took, and does not grow.
 *
 * <p>Fails if requests pile up instead of being refused, if a refusal is one that clients do not
 * retry, if an event of a refused request is stored or one of an accepted request is not, or if a
 * queue outgrows its limit.
 */
@Timeout(300)
class OverloadIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int CONNECTIONS = 64;
  private static final int REQUESTS_EACH = 60;
  private static final int BATCH_EVENTS = 50;
  private static final int STORE_MIB = 256;

  /**
   * What JVM, broker and engine need beside heap and the store's memory: metaspace, code, stacks.
   */
  private static final int PROGRAM_MIB = 384;

  private static final long MIB = 1024 * 1024;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "ingest.requests", "2",
          "ingest.waiting-requests", "3",
          "ingest.max-wait", "20ms",
          "ingest.max-body", "64KiB",
          "ingest.memory", "1MiB",
          "process.max-batch", "1000",
          "store.memory", STORE_MIB + "MiB");

  @TempDir Path folder;

  private final Instant now = Instant.now();
  private final AtomicLong numbers = new AtomicLong();

  /**
   * @param accepted first numbers of the accepted batches
   */
  private record Outcome(List<Long> accepted, int refused, Positions position) {}

  @Test
  void refusesWhatItCannotTakeAndKeepsWhatItTook() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, SETTINGS);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      server.awaitReady();
      List<Callable<Outcome>> sending = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        sending.add(() -> sendAsFastAsAnswered(server));
      }
      List<Future<Outcome>> running = new ArrayList<>();
      sending.forEach(each -> running.add(clients.submit(each)));
      while (running.stream().anyMatch(each -> !each.isDone())) {
        assertBounded(server.status());
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> each : running) {
        outcomes.add(each.get());
      }
      assertAddsUp(server, outcomes);
    }
  }

  /** One connection of a client that neither waits nor repeats. */
  private Outcome sendAsFastAsAnswered(ServerProcess server) throws InterruptedException {
    List<Long> accepted = new ArrayList<>();
    int refused = 0;
    Positions position = Positions.NONE;
    for (int i = 0; i < REQUESTS_EACH; i++) {
      long from = numbers.getAndAdd(BATCH_EVENTS);
      HttpResponse<String> response =
          server.post(
              "/v1/batch",
              ServerProcess.WRITE_KEY,
              Numbers.segmentBatch(from, from + BATCH_EVENTS, now));
      if (response.statusCode() == 200) {
        accepted.add(from);
        position = position.max(ServerProcess.position(response));
      } else {
        assertRefusal(response);
        refused++;
      }
    }
    return new Outcome(accepted, refused, position);
  }

  private static void assertRefusal(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(response.body()).path("code").asString())
        .isEqualTo("ingest_overloaded");
  }

  private static void assertBounded(JsonNode status) {
    for (JsonNode stage : status.path("stages")) {
      for (Map.Entry<String, JsonNode> queue : stage.path("queues").properties()) {
        assertThat(queue.getValue().path("depth").asLong())
            .as(queue.getKey())
            .isLessThanOrEqualTo(queue.getValue().path("limit").asLong());
      }
    }
    assertThat(status.at("/memory/resident_bytes").asLong())
        .isPositive()
        .isLessThan((ServerProcess.HEAP_MIB + STORE_MIB + PROGRAM_MIB) * MIB);
  }

  private static void assertAddsUp(ServerProcess server, List<Outcome> outcomes)
      throws InterruptedException {
    int refused = outcomes.stream().mapToInt(Outcome::refused).sum();
    List<Long> accepted =
        outcomes.stream().flatMap(outcome -> outcome.accepted().stream()).sorted().toList();
    Positions sent =
        outcomes.stream().map(Outcome::position).reduce(Positions.NONE, Positions::max);
    assertThat(refused).isPositive();
    assertThat(accepted).isNotEmpty();
    assertThat(accepted.size() + refused).isEqualTo(CONNECTIONS * REQUESTS_EACH);

    long events = (long) accepted.size() * BATCH_EVENTS;
    JsonNode row = server.ask(Numbers.question(sent));
    assertThat(row.path(0).asLong()).as("events").isEqualTo(events);
    assertThat(row.path(1).asLong()).as("different numbers").isEqualTo(events);
    assertThat(row.path(2).asLong()).isEqualTo(accepted.getFirst());
    assertThat(row.path(3).asLong()).isEqualTo(accepted.getLast() + BATCH_EVENTS - 1);
    assertThat(row.path(4).asLong()).isEqualTo(accepted.stream().mapToLong(OverloadIT::sum).sum());

    JsonNode status = server.status();
    assertThat(status.at("/stages/ingest/events").asLong()).isEqualTo(events);
    assertThat(status.at("/stages/ingest/refused/ingest_overloaded").asLong()).isEqualTo(refused);
    assertThat(status.path("problems")).isEmpty();
    assertThat(server.send("/v1/batch", Numbers.segmentBatch(0, 1, Instant.now())))
        .isNotEqualTo(Positions.NONE);
    System.out.printf("overload: %d requests accepted, %d refused%n", accepted.size(), refused);
  }

  /** Of the numbers of a batch. */
  private static long sum(long from) {
    return (2 * from + BATCH_EVENTS - 1) * BATCH_EVENTS / 2;
  }
}
