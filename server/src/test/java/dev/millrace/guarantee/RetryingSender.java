package dev.millrace.guarantee;

import dev.millrace.event.Positions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that does not give up: it sends each batch again, with the same ids and times, until it
 * is acknowledged. One thread runs it.
 */
final class RetryingSender implements Runnable {
  private static final int BATCH_EVENTS = 40;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Supplier<@Nullable URI> server;
  private final AtomicLong numbers;
  private final boolean segment;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile boolean stopping;
  private volatile Positions acknowledged = Positions.NONE;
  private volatile int retries;

  /**
   * @param server where the server answers at present, null while there is none
   * @param numbers where the next batch takes its numbers from
   * @param segment whether to speak Segment's format or the native one
   */
  RetryingSender(Supplier<@Nullable URI> server, AtomicLong numbers, boolean segment) {
    this.server = server;
    this.numbers = numbers;
    this.segment = segment;
  }

  /** Ends after the batch that is under way. */
  void stop() {
    stopping = true;
  }

  /** Up to where the log has what was acknowledged. */
  Positions acknowledged() {
    return acknowledged;
  }

  int retries() {
    return retries;
  }

  @Override
  public void run() {
    try (http) {
      while (!stopping) {
        long from = numbers.getAndAdd(BATCH_EVENTS);
        // Some events waited on their device for a day or two.
        Instant time = Instant.now().minus(Duration.ofDays(from / BATCH_EVENTS % 3));
        sendUntilAcknowledged(
            segment
                ? Numbers.segmentBatch(from, from + BATCH_EVENTS, time)
                : Numbers.nativeBatch(from, from + BATCH_EVENTS, time));
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void sendUntilAcknowledged(String body) {
    while (!isAcknowledged(body)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted before it was acknowledged");
      }
      retries++;
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean isAcknowledged(String body) {
    URI url = server.get();
    if (url == null) {
      return false;
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url.resolve(segment ? "/v1/batch" : "/v1/events"))
              .timeout(ANSWER_LIMIT)
              .header("authorization", "Bearer " + ServerProcess.WRITE_KEY)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        acknowledged = acknowledged.max(ServerProcess.position(response));
        return true;
      }
      // Another program's server may have got the port of one that was killed.
      if (response.statusCode() < 500 && response.statusCode() != 401) {
        throw new AssertionError(response.statusCode() + " " + response.body());
      }
      return false;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
