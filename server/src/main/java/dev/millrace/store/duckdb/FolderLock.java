package dev.millrace.store.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds a store's folder for one process, and for one store in it. The engine has a lock of its own
 * too, but lets a second store of the same process share the instance, and must be loaded before it
 * can refuse.
 */
final class FolderLock implements AutoCloseable {
  private static final int PID_CHARS = 20;

  /** The operating system's locks belong to the process, so its own folders are kept here. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @throws dev.millrace.fault.MillraceException {@code store_locked} if another holds it
   */
  static FolderLock take(Path folder) {
    try {
      Path real = Files.createDirectories(folder).toRealPath();
      if (!HELD.add(real)) {
        throw DuckDbFaults.locked("this process", null);
      }
      FileChannel channel = lock(real.resolve("store.lock"));
      if (channel == null) {
        HELD.remove(real);
        throw DuckDbFaults.locked(holder(real.resolve("store.lock")), null);
      }
      return new FolderLock(real, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the store's folder " + folder, e);
    }
  }

  private static @Nullable FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return null;
    }
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
    return channel;
  }

  private static String holder(Path file) throws IOException {
    String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() || pid.length() > PID_CHARS ? "another process" : "process " + pid;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the store's folder " + folder, e);
    } finally {
      HELD.remove(folder);
    }
  }
}
