package dev.millrace.app.importing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Lines of a file or of standard input, gunzipped where the first bytes say so. Owned by one
 * thread; {@link #bytesRead} may be read by others.
 */
final class ImportSource implements AutoCloseable {
  /** A longer line is cut off here, and then the server refuses it for its size. */
  static final int MAX_LINE_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final long size;
  private final CountingStream raw;
  private final InputStream lines;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int filled;

  private ImportSource(String name, long size, InputStream stream) throws IOException {
    this.name = name;
    this.size = size;
    raw = new CountingStream(stream);
    InputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
    buffered.mark(2);
    boolean packed = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    lines = packed ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
  }

  static ImportSource open(Path file) throws IOException {
    String name = file.getFileName().toString();
    InputStream stream = Files.newInputStream(file);
    try {
      return new ImportSource(
          name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name,
          Files.size(file),
          stream);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  static ImportSource of(InputStream standardInput) throws IOException {
    return new ImportSource("-", -1, standardInput);
  }

  /** The file's name without folder and {@code .gz}; {@code -} for standard input. */
  String name() {
    return name;
  }

  /** Bytes of the file as it lies there, -1 if unknown. */
  long size() {
    return size;
  }

  /** Of {@link #size}, how many are read. */
  long bytesRead() {
    return raw.count;
  }

  /** The next line without its end, empty at the end of the source. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream longLine = new ByteArrayOutputStream(0);
    while (true) {
      if (at == filled) {
        filled = Math.max(lines.read(buffer), 0);
        at = 0;
        if (filled == 0) {
          return longLine.size() == 0 ? Optional.empty() : Optional.of(longLine.toByteArray());
        }
      }
      int end = at;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      boolean complete = end < filled;
      if (complete && longLine.size() == 0) {
        byte[] line = Arrays.copyOfRange(buffer, at, withoutReturn(end));
        at = end + 1;
        return Optional.of(line);
      }
      longLine.write(buffer, at, Math.min(end - at, MAX_LINE_BYTES - longLine.size()));
      at = complete ? end + 1 : end;
      if (complete) {
        return Optional.of(longLine.toByteArray());
      }
    }
  }

  private int withoutReturn(int end) {
    return end > at && buffer[end - 1] == '\r' ? end - 1 : end;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** Counts what has come from the disk, before it is unpacked. */
  private static final class CountingStream extends FilterInputStream {
    private volatile long count;

    private CountingStream(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      add(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      add(Math.max(read, 0));
      return read;
    }

    // One thread writes; volatile is for the others that look.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void add(int bytes) {
      count += bytes;
    }
  }
}
