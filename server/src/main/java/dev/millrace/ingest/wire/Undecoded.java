package dev.millrace.ingest.wire;

import org.jspecify.annotations.Nullable;

/** A body of which so much is read as is possible before its project is known. */
public interface Undecoded {

  /** The key that the body carries, for clients that cannot send a header; null if none. */
  @Nullable String writeKey();

  /** What the events will take beyond the body, since what they share is added to each of them. */
  default long addedBytes() {
    return 0;
  }

  /**
   * The outcome of each event. Called once.
   *
   * @param received microseconds UTC
   * @throws dev.millrace.fault.MillraceException if the body as a whole is refused
   */
  Decoded decode(String project, long received, EventIds ids);
}
