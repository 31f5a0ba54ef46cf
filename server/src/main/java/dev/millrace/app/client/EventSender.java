package dev.millrace.app.client;

import dev.millrace.event.Positions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends batches of events to {@code POST /v1/events}, several at a time, and sends again what an
 * overloaded or restarting server refuses. The caller waits while all connections are busy, so what
 * is in flight is bounded. Owned by one thread; each batch in flight has a virtual one.
 */
public final class EventSender implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PATH = "/v1/events";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final MillraceClient client;
  private final int connections;
  private final Duration patience;
  private final BiConsumer<Batch, Outcome> outcomes;
  private final Semaphore free;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile Positions positions = Positions.NONE;
  private volatile boolean stopping;

  /**
   * @param connections how many batches may be in flight
   * @param patience how long a batch is tried again before the sender gives up
   * @param outcomes told of each batch that the server has answered, one at a time
   */
  public EventSender(
      MillraceClient client,
      int connections,
      Duration patience,
      BiConsumer<Batch, Outcome> outcomes) {
    this.client = client;
    this.connections = connections;
    this.patience = patience;
    this.outcomes = outcomes;
    free = new Semaphore(connections);
  }

  /**
   * @param events JSON objects, one a line
   * @param numbers what the caller calls each event, such as its line in a file
   */
  public record Batch(List<byte[]> events, List<Long> numbers) {
    public Batch {
      events = List.copyOf(events);
      numbers = List.copyOf(numbers);
    }

    byte[] body() {
      int length = events.stream().mapToInt(event -> event.length + 1).sum();
      byte[] body = new byte[length];
      int at = 0;
      for (byte[] event : events) {
        System.arraycopy(event, 0, body, at, event.length);
        at += event.length;
        body[at++] = '\n';
      }
      return body;
    }

    Batch part(int from, int to) {
      return new Batch(events.subList(from, to), numbers.subList(from, to));
    }
  }

  /** What the server has said of a batch. */
  public record Outcome(long accepted, List<Refused> refused) {}

  /** An event that the server does not take, by the caller's number. */
  public record Refused(long number, String code, String message) {}

  /**
   * Sends a batch as soon as a connection is free; throws what an earlier batch has failed with.
   */
  public void send(Batch batch) throws InterruptedException {
    free.acquire();
    RuntimeException failed = failure.get();
    if (failed != null) {
      free.release();
      throw failed;
    }
    Thread.ofVirtual()
        .name("millrace-send")
        .start(() -> {
          try {
            deliver(batch);
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          } finally {
            free.release();
          }
        });
  }

  /** Waits until every batch is answered; throws what one has failed with. */
  public Positions drain() throws InterruptedException {
    free.acquire(connections);
    free.release(connections);
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return positions;
  }

  private void deliver(Batch batch) {
    byte[] body = batch.body();
    long deadline = System.nanoTime() + patience.toNanos();
    for (int attempt = 0; ; attempt++) {
      @Nullable HttpResponse<byte[]> response = null;
      RequestFailed failed;
      try {
        response = client.post(PATH, "application/x-ndjson", body);
        if (response.statusCode() / 100 == 2) {
          settle(batch, response);
          return;
        }
        failed = client.problem(response);
      } catch (RequestFailed e) {
        failed = e;
      }
      if (failed.status() == 413) {
        divide(batch, failed);
        return;
      }
      Duration pause = pause(attempt, response);
      if (!isWorthRetrying(failed) || System.nanoTime() + pause.toNanos() > deadline) {
        throw failed;
      }
      sleep(pause, failed);
    }
  }

  private static boolean isWorthRetrying(RequestFailed failed) {
    return failed.status() == 0
        || failed.status() == 429
        || failed.status() == 502
        || failed.status() == 503
        || failed.status() == 504;
  }

  /**
   * What the server asks for, else twice as long each time, with jitter so that not all return at
   * once.
   */
  private static Duration pause(int attempt, @Nullable HttpResponse<byte[]> response) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(attempt, 16);
    long millis = Math.min(doubled, LONGEST_PAUSE.toMillis());
    if (response != null) {
      millis =
          response
              .headers()
              .firstValue("retry-after")
              .filter(text -> text.matches("\\d{1,4}"))
              .map(text -> Math.min(Long.parseLong(text) * 1000, LONGEST_PAUSE.toMillis()))
              .orElse(millis);
    }
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  private void sleep(Duration pause, RequestFailed failed) {
    if (stopping) {
      throw failed;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failed;
    }
  }

  /** A batch that is too large for the server goes in two halves; a single event is refused. */
  private void divide(Batch batch, RequestFailed failed) {
    int size = batch.events().size();
    if (size == 1) {
      String code = failed.code().isEmpty() ? "body_too_large" : failed.code();
      tell(
          batch,
          new Outcome(
              0, List.of(new Refused(batch.numbers().getFirst(), code, failed.getMessage()))));
      return;
    }
    deliver(batch.part(0, size / 2));
    deliver(batch.part(size / 2, size));
  }

  private void settle(Batch batch, HttpResponse<byte[]> response) {
    JsonNode answer = JSON.readTree(response.body());
    List<Refused> refused =
        answer
            .path("rejected")
            .valueStream()
            .map(each ->
                new Refused(
                    batch.numbers().get(each.path("index").asInt()),
                    each.path("code").asString(""),
                    each.path("message").asString("")))
            .toList();
    Positions reached =
        Positions.parse(response.headers().firstValue("millrace-position").orElse(""));
    lock.lock();
    try {
      Positions all = positions;
      for (int partition = 0; partition < reached.size(); partition++) {
        if (reached.next(partition) > all.next(partition)) {
          all = all.withNext(partition, reached.next(partition));
        }
      }
      positions = all;
    } finally {
      lock.unlock();
    }
    tell(batch, new Outcome(answer.path("accepted").asLong(), refused));
  }

  private void tell(Batch batch, Outcome outcome) {
    lock.lock();
    try {
      outcomes.accept(batch, outcome);
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what waits to be sent again. */
  @Override
  public void close() {
    stopping = true;
  }
}
