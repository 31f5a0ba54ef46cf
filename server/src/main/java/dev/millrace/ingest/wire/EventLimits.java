package dev.millrace.ingest.wire;

/**
 * What a single event, and a batch of them, may hold.
 *
 * @param eventBytes an event as sent, together with what its batch adds to it
 * @param batchEvents events of one request
 * @param batchContextBytes of a batch's own context, which is added to each of its events
 * @param nesting objects and arrays inside each other, counted from properties and from context
 * @param nameChars chars of a property's name
 */
public record EventLimits(
    int eventBytes, int batchEvents, int batchContextBytes, int nesting, int nameChars) {
  public EventLimits {
    if (eventBytes < 2
        || batchEvents < 1
        || batchContextBytes < 2
        || nesting < 1
        || nameChars < 1) {
      throw new IllegalArgumentException("limits of events must be positive");
    }
  }

  public static EventLimits defaults() {
    return new EventLimits(64 * 1024, 5_000, 8 * 1024, 32, 255);
  }
}
