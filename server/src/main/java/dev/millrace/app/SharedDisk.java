package dev.millrace.app;

import dev.millrace.log.kafka.KafkaLogConfig;
import dev.millrace.store.duckdb.DuckDbConfig;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Settles who may use the end of a disk that log and store share. The log refuses events at its
 * reserve; the store goes on below it, so that what was accepted gets into answers, but leaves the
 * log half of the reserve, since a broker that meets a full disk ends the process.
 */
final class SharedDisk {
  private SharedDisk() {}

  /** The store's limits, with a reserve that leaves the log's alone if they share a disk. */
  static DuckDbConfig leaveToLog(DuckDbConfig store, KafkaLogConfig log) {
    if (!(log.broker() instanceof KafkaLogConfig.Embedded broker)) {
      return store;
    }
    try {
      FileStore disk = diskOf(broker.folder());
      if (!disk.equals(diskOf(store.folder()))) {
        return store;
      }
      long reserve = broker.fittedTo(disk.getTotalSpace()).reserveBytes() / 2;
      return reserve > store.reserveBytes() ? store.withReserve(reserve) : store;
    } catch (IOException _) {
      // Whoever opens the folder says what is wrong with it.
      return store;
    }
  }

  /** Of the folder, or of the nearest one above it that exists already. */
  private static FileStore diskOf(Path folder) throws IOException {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.getFileStore(existing);
  }
}
