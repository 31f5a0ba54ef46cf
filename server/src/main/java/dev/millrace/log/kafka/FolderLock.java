package dev.millrace.log.kafka;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process off the broker's folder from before it is touched: the broker's own lock
 * comes seconds into its start. The system releases it when the process ends in any way.
 */
final class FolderLock implements AutoCloseable {
  private static final String FILE = "millrace.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder when it is missing.
   *
   * @throws MillraceException {@code invalid_configuration} if another broker has it
   */
  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new FolderLock(channel);
      }
      channel.close();
    } catch (IOException failure) {
      throw new MillraceException(
          Fault.LOG_UNAVAILABLE,
          "the log's folder " + folder + " cannot be used: " + failure,
          failure);
    }
    throw new MillraceException(
        Fault.INVALID_CONFIGURATION,
        "the log's folder " + folder + " is in use by another process",
        "stop the other process or choose another data folder",
        null);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing was written to it.
    }
  }
}
