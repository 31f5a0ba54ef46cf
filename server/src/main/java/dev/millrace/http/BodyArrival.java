package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a server allows the bodies of its requests while they arrive. */
final class BodyArrival {
  private static final Duration CHUNKED_WAIT = Duration.ofSeconds(1);

  private final Duration timeout;
  private final Semaphore chunkedBodies;

  BodyArrival(Duration timeout, int chunkedBodies) {
    this.timeout = timeout;
    this.chunkedBodies = new Semaphore(chunkedBodies);
  }

  Duration timeout() {
    return timeout;
  }

  /** Waits until one more chunked body may be read. Each call needs one of {@link #endChunked}. */
  void beginChunked() {
    try {
      if (chunkedBodies.tryAcquire(CHUNKED_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw new MillraceException(
        Fault.INGEST_OVERLOADED,
        "too many chunked bodies are being read",
        "send Content-Length",
        null);
  }

  void endChunked() {
    chunkedBodies.release();
  }
}
