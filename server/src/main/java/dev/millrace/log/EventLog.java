package dev.millrace.log;

import dev.millrace.event.Erasure;
import dev.millrace.event.Event;
import dev.millrace.event.Positions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of events and erasures. Safe for use by many threads.
 *
 * <p>Failures are {@link dev.millrace.fault.MillraceException}s: {@code log_disk_low} before the
 * reserve of free disk is touched, {@code ingest_overloaded} when the write buffer is full, {@code
 * log_unavailable} when the broker does not answer.
 */
public interface EventLog extends AutoCloseable {

  /**
   * Changes when the log is made anew, so that positions of an older one are not mistaken for it.
   */
  String id();

  int partitions();

  /**
   * Appends to the partitions of each event's project and user.
   *
   * @return completes with the last position in each partition when every event and every rejection
   *     is on disk; otherwise with the failure, and then any part of them may be on disk
   */
  CompletableFuture<Positions> append(List<Event> events, List<Rejection> rejections);

  /**
   * Appends to every partition.
   *
   * @return completes when it is on disk, with its position in each partition; otherwise with the
   *     failure, and then it may be in some of them
   */
  CompletableFuture<Positions> append(Erasure erasure);

  /** The first position that is still kept, for each partition. */
  Positions beginning();

  /** The position that the next event will get, for each partition. */
  Positions end();

  /**
   * The position after everything that was appended here and was in the log when it was opened, for
   * each partition. Known without asking the broker.
   */
  Positions appended();

  /** Opens a reader that starts at the given positions. The caller closes it. */
  LogReader read(Positions from);

  /**
   * The newest refused events of a project, newest first; at most {@code limit}, and of large ones
   * fewer.
   */
  List<Rejection> newestRejections(String project, int limit);

  /** Bytes of events and rejections written to disk since the start, after compression. */
  long bytesWritten();

  /** Bytes that the log occupies on local disk; 0 when it is kept elsewhere. */
  long bytesOnDisk();

  /** Whether an append would be taken now: {@code null} if so, else why not. */
  @Nullable String refusal();

  @Override
  void close();
}
