package dev.millrace.log;

import java.time.Duration;
import java.util.List;

/** Reads the log in offset order within each partition. Owned by one thread. */
public interface LogReader extends AutoCloseable {

  /**
   * Waits for records, at most as long as given.
   *
   * @throws dev.millrace.fault.MillraceException {@code log_truncated} when retention has removed
   *     records that were not read yet; the reader then goes on at the first that is kept
   */
  List<LogRecord> poll(Duration timeout);

  /** Makes a poll that is waiting in another thread return at once. */
  void wakeup();

  @Override
  void close();
}
