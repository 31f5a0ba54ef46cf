package dev.millrace.ingest;

import dev.millrace.ingest.wire.EventLimits;
import java.time.Duration;

/**
 * What ingest takes, and how much of it at once.
 *
 * @param events what an event and a batch may hold
 * @param bodyBytes a request's body after decompression
 * @param memoryBytes bodies in memory, from their first byte until the log has them on disk
 * @param requests requests between the end of their body and their answer
 * @param waitingRequests requests that wait until they are among those; more are refused unread
 * @param maxWait how long a request waits before it is refused
 * @param eventsPerSecond of one project; 0 for no quota. A second's worth may come at once.
 * @param appendTimeout how long the log may take to have a request's events on disk
 */
public record IngestLimits(
    EventLimits events,
    int bodyBytes,
    long memoryBytes,
    int requests,
    int waitingRequests,
    Duration maxWait,
    long eventsPerSecond,
    Duration appendTimeout) {

  public IngestLimits {
    if (bodyBytes < 1 || memoryBytes < bodyBytes || requests < 1 || waitingRequests < 0) {
      throw new IllegalArgumentException(
          "limits of ingest must be positive, and memoryBytes not below bodyBytes");
    }
    if (eventsPerSecond < 0 || maxWait.isNegative() || !appendTimeout.isPositive()) {
      throw new IllegalArgumentException("times and rates of ingest must not be negative");
    }
  }

  public static IngestLimits defaults() {
    return new IngestLimits(
        EventLimits.defaults(),
        4 * 1024 * 1024,
        64L * 1024 * 1024,
        1_024,
        1_024,
        Duration.ofMillis(500),
        0,
        Duration.ofSeconds(30));
  }
}
