package dev.millrace.store.duckdb;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's errors mean. The driver has no error codes; the kind of an error is how its
 * message begins ({@code FATAL Error:}, {@code IO Error:}, …).
 */
final class DuckDbFaults {
  private static final Pattern LOCK_HOLDER = Pattern.compile("\\(PID (\\d+)\\)");
  private static final int MESSAGE_CHARS = 300;

  private DuckDbFaults() {}

  /** Whether the instance answers nothing any more until it is closed and opened again. */
  static boolean isFatal(Throwable error) {
    return mentions(error, "FATAL Error") || mentions(error, "database has been invalidated");
  }

  /** Whether the write-ahead log is what hinders the file from being opened. */
  static boolean isBadWal(Throwable error) {
    return mentions(error, "replaying WAL") && !isDiskFull(error);
  }

  /** Whether a checkpoint met a transaction that it cannot pass. */
  static boolean isCheckpointInTheWay(Throwable error) {
    return mentions(error, "Cannot CHECKPOINT") && !isFatal(error);
  }

  static boolean isLocked(Throwable error) {
    return mentions(error, "Could not set lock on file");
  }

  static boolean isDiskFull(Throwable error) {
    return mentions(error, "No space left on device")
        || mentions(error, "Disk quota exceeded")
        || mentions(error, "disk full");
  }

  /** Whether a row's JSON is what the statement failed on, so that it may work row by row. */
  static boolean isConversion(Throwable error) {
    return !isFatal(error)
        && (mentions(error, "Conversion Error")
            || mentions(error, "Invalid Input Error")
            || mentions(error, "Malformed JSON"));
  }

  static boolean isInterrupted(Throwable error) {
    return mentions(error, "INTERRUPT Error");
  }

  /** The fault of a failed write, or of an engine that could not be opened. */
  static MillraceException ofEngine(SQLException error) {
    if (isLocked(error)) {
      return locked(holder(error), error);
    }
    if (isDiskFull(error)) {
      return new MillraceException(
          Fault.STORE_DISK_FULL,
          "the store's disk is full",
          "free some space; the store goes on by itself",
          error);
    }
    return new MillraceException(
        Fault.STORE_UNAVAILABLE, "the store failed: " + line(error), error);
  }

  /** The fault of a failed question. */
  static MillraceException ofQuestion(SQLException error) {
    if (mentions(error, "Out of Memory Error") || mentions(error, "max_temp_directory_size")) {
      return new MillraceException(
          Fault.QUERY_OVERLOADED,
          "the question needs more memory than the store may use",
          "ask for a shorter time, fewer groups, or raise the store's memory",
          error);
    }
    if (isFatal(error) || mentions(error, "IO Error")) {
      return ofEngine(error);
    }
    return new MillraceException(
        Fault.INTERNAL_ERROR, "the store cannot run the question: " + line(error), error);
  }

  static MillraceException locked(String holder, @Nullable Throwable cause) {
    return new MillraceException(
        Fault.STORE_LOCKED,
        "the store's folder is in use by " + holder,
        "stop that process, or choose another data folder",
        cause);
  }

  /** The first line without the row of data that some messages quote, cut. */
  static String line(Throwable error) {
    String message = String.valueOf(error.getMessage());
    String line = message.split("\\n|  Input:", 2)[0];
    return line.length() > MESSAGE_CHARS ? line.substring(0, MESSAGE_CHARS) + "…" : line;
  }

  private static String holder(SQLException error) {
    Matcher matcher = LOCK_HOLDER.matcher(String.valueOf(error.getMessage()));
    return matcher.find() ? "process " + matcher.group(1) : "another process";
  }

  private static boolean mentions(Throwable error, String text) {
    String message = error.getMessage();
    return message != null && message.contains(text);
  }
}
