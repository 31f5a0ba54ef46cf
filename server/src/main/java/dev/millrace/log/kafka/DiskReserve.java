package dev.millrace.log.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps part of the log's disk free, since a broker that meets a full disk ends the process. The
 * reserve is for what is written beside the events: indexes, new segments, the broker's metadata.
 *
 * <p>Between two looks at the disk, what is let in is taken off the room that the last look found,
 * as if it was written uncompressed; bytes that are let in but not acknowledged are taken off each
 * look. So the room is never overstated, however fast the writers are. Safe for use by many
 * threads.
 */
final class DiskReserve {
  private static final Logger LOGGER = LoggerFactory.getLogger(DiskReserve.class);
  private static final long LOOK_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long MIB = 1024 * 1024;

  private final long reserveBytes;
  private final LongSupplier freeBytes;
  private final LongSupplier unacknowledgedBytes;
  private final LongSupplier nanoClock;

  private boolean refusing;
  private long room;
  private long lookedAt;

  /**
   * @param freeBytes of the disk, now
   * @param unacknowledgedBytes that were let in and may not be on disk yet
   */
  DiskReserve(
      long reserveBytes,
      LongSupplier freeBytes,
      LongSupplier unacknowledgedBytes,
      LongSupplier nanoClock) {
    this.reserveBytes = reserveBytes;
    this.freeBytes = freeBytes;
    this.unacknowledgedBytes = unacknowledgedBytes;
    this.nanoClock = nanoClock;
    look(nanoClock.getAsLong());
  }

  /** The reserve on the embedded broker's disk; none where others run the broker. */
  static DiskReserve of(@Nullable EmbeddedBroker broker, LongSupplier unacknowledgedBytes) {
    return broker == null
        ? new DiskReserve(0, () -> Long.MAX_VALUE, unacknowledgedBytes, System::nanoTime)
        : new DiskReserve(
            broker.settings().reserveBytes(),
            freeBytesOf(broker.settings().folder()),
            unacknowledgedBytes,
            System::nanoTime);
  }

  /** Free bytes of a folder's disk; a disk that does not answer has none. */
  static LongSupplier freeBytesOf(Path folder) {
    return () -> {
      try {
        return Files.getFileStore(folder).getUsableSpace();
      } catch (IOException _) {
        return 0;
      }
    };
  }

  /**
   * Lets bytes in, or not: all or none. The caller has counted them as unacknowledged before, so
   * that no look in between misses them.
   */
  synchronized boolean admit(long bytes) {
    long now = nanoClock.getAsLong();
    if (bytes > room || now - lookedAt >= LOOK_INTERVAL_NANOS) {
      look(now);
    }
    if (!refusing && bytes > room) {
      refuse();
    }
    if (refusing) {
      return false;
    }
    room -= bytes;
    return true;
  }

  /** Why nothing is let in now; null if something is. */
  synchronized @Nullable String refusal() {
    long now = nanoClock.getAsLong();
    if (now - lookedAt >= LOOK_INTERVAL_NANOS) {
      look(now);
    }
    return refusing
        ? "the log's disk is nearly full: %d MiB are free beyond the reserve of %d MiB"
            .formatted(Math.max(0, room) / MIB, reserveBytes / MIB)
        : null;
  }

  private void look(long now) {
    // In this order: what becomes acknowledged in between is taken off twice, never forgotten.
    long unacknowledged = unacknowledgedBytes.getAsLong();
    room = freeBytes.getAsLong() - reserveBytes - unacknowledged;
    lookedAt = now;
    if (!refusing && room <= 0) {
      refuse();
    } else if (refusing && room > resumeBytes()) {
      refusing = false;
      LOGGER.info("log takes appends again free_bytes_beyond_reserve={}", room);
    }
  }

  /**
   * Resuming needs more room than going on does, so that it does not change its mind all the time.
   */
  private long resumeBytes() {
    return Math.max(MIB, reserveBytes / 8);
  }

  private void refuse() {
    refusing = true;
    LOGGER.error(
        "log refuses appends, its disk is nearly full free_bytes_beyond_reserve={} reserve_bytes={}",
        room,
        reserveBytes);
  }
}
