package dev.millrace.app;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The data folder while this process has it. The system gives it back when the process ends in any
 * way.
 */
final class DataFolder implements AutoCloseable {
  private static final String LOCK_FILE = "millrace.lock";

  private final FileChannel channel;

  private DataFolder(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder when it is missing.
   *
   * @throws MillraceException {@code store_locked} if another process has it, {@code
   *     invalid_configuration} if it cannot be written
   */
  static DataFolder take(Path folder) {
    FileChannel channel = open(folder);
    try {
      if (channel.tryLock() != null) {
        return new DataFolder(channel);
      }
    } catch (OverlappingFileLockException _) {
      // Held by this very process, which is in use all the same.
    } catch (IOException e) {
      close(channel);
      throw unusable(folder, e);
    }
    close(channel);
    throw new MillraceException(
        Fault.STORE_LOCKED,
        "the data folder " + folder + " is in use by another Millrace",
        "stop the other one, or name another folder with --data",
        null);
  }

  /** Throws {@code store_locked} if another process has it; makes nothing. */
  static void requireFree(Path folder) {
    if (Files.exists(folder.resolve(LOCK_FILE))) {
      take(folder).close();
    }
  }

  private static FileChannel open(Path folder) {
    try {
      Files.createDirectories(folder);
      return FileChannel.open(
          folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static MillraceException unusable(Path folder, IOException cause) {
    String why =
        cause instanceof AccessDeniedException
            ? "this user may not write there"
            : cause.getClass().getSimpleName();
    return new MillraceException(
        Fault.INVALID_CONFIGURATION,
        "the data folder " + folder + " cannot be used: " + why,
        "name a folder that this user can write with --data",
        cause);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing was written to it.
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
