package dev.millrace.log;

import dev.millrace.event.Positions;
import java.time.Duration;
import java.util.List;

/** Reads the log in offset order within each partition. Owned by one thread. */
public interface LogReader extends AutoCloseable {

  /**
   * Waits for records, at most as long as given.
   *
   * @param enoughBytes of records' values, after which no more are taken; exceeded by a few dozen
   *     records at most, since their sizes are not known before they are read
   * @throws dev.millrace.fault.MillraceException {@code log_truncated} when retention has removed
   *     records that were not read yet; the reader then goes on at the first that is kept
   */
  List<LogRecord> poll(Duration timeout, long enoughBytes);

  /**
   * The position after everything that was polled, also past offsets that hold no record, such as
   * the markers of transactions: the next record of a partition is at this offset or later.
   */
  Positions position();

  /** Makes a poll that is waiting in another thread return at once. */
  void wakeup();

  @Override
  void close();
}
