package dev.millrace.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All events of a stretch of time, with all of their fields, as a file that other tools read.
 *
 * @param from of the events' time, microseconds
 * @param to before which it ends
 */
public record Export(String project, long from, long to, Format format)
    implements Plan<Export.Made> {

  @Override
  public Class<Made> answerType() {
    return Made.class;
  }

  /** How the file is written. */
  public enum Format {
    /** Apache Parquet, compressed with Zstandard; properties and context are JSON. */
    PARQUET,
    /** A JSON object for each event on a line of its own, gzipped. */
    NDJSON
  }

  /**
   * A file that belongs to whoever asked for it; closing deletes it.
   *
   * @param events that it has
   */
  public record Made(Path file, long events) implements AutoCloseable {
    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + file, e);
      }
    }
  }
}
