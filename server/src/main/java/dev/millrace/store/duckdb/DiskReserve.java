package dev.millrace.store.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the engine from meeting a full disk in the middle of a commit. */
final class DiskReserve {
  private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

  /** Disk that an event may need until a checkpoint has compressed it. */
  private static final long FLUSH_BYTES_PER_EVENT = 100;

  /** Disk that the rows of a day may need, about. */
  private static final long VIEW_STEP_BYTES = 16 * 1024 * 1024;

  private final DuckDbConfig config;

  DiskReserve(DuckDbConfig config) {
    this.config = config;
  }

  /** Whether the generation can be moved into the file without touching the reserve. */
  boolean hasRoomFor(Generation generation) {
    return hasRoom(generation.events() * FLUSH_BYTES_PER_EVENT);
  }

  /** Whether a step of building views can be written. */
  boolean hasRoomForViews() {
    return hasRoom(VIEW_STEP_BYTES);
  }

  private boolean hasRoom(long bytes) {
    if (config.reserveBytes() == 0) {
      return true;
    }
    try {
      long free = Files.getFileStore(config.folder()).getUsableSpace();
      return free >= config.reserveBytes() + bytes;
    } catch (IOException e) {
      LOG.warn("free disk space unknown reason={}", e.toString());
      return true;
    }
  }
}
