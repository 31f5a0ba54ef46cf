package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads bodies as bytes and within bounds: on their size after decompression, on the memory that
 * they take while they arrive, and on the time that they take.
 */
public final class RequestBody {
  private static final int FIRST_BYTES = 64 * 1024;
  private static final int GZIP_BUFFER_BYTES = 8 * 1024;
  private static final byte[] EMPTY = {};

  private RequestBody() {}

  /** The whole body, decompressed; for small bodies, whose memory is not accounted for. */
  public static byte[] read(ServerRequest request, int maxBytes) {
    try (MemoryBudget.Lease lease =
        new MemoryBudget(Long.MAX_VALUE, Fault.INGEST_OVERLOADED).lease()) {
      return read(request, maxBytes, lease);
    }
  }

  /**
   * The whole body, decompressed.
   *
   * @param maxBytes its size at most, decompressed
   * @param lease takes the bytes before they are kept; the caller closes it
   * @throws MillraceException {@code body_too_large}, {@code unsupported_encoding}, {@code
   *     request_timeout}, {@code invalid_request} when it is not the gzip that it says it is, or
   *     the lease's fault
   */
  public static byte[] read(ServerRequest request, int maxBytes, MemoryBudget.Lease lease) {
    boolean gzip = gzip(request);
    long declared = request.headers().contentLength().orElse(-1);
    if (!gzip && declared > maxBytes) {
      throw tooLarge(maxBytes);
    }
    if (!request.content().hasEntity()) {
      return EMPTY;
    }
    BodyArrival arrival =
        request
            .listenerContext()
            .context()
            .get(BodyArrival.class)
            .orElseThrow(() -> new IllegalStateException("not served by HttpServer"));
    if (!request.headers().contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)) {
      int expected = gzip ? -1 : (int) declared;
      return read(request, arrival.timeout(), gzip, expected, maxBytes, lease);
    }
    arrival.beginChunked();
    try {
      return read(request, arrival.timeout(), gzip, -1, maxBytes, lease);
    } finally {
      arrival.endChunked();
    }
  }

  private static byte[] read(
      ServerRequest request,
      Duration timeout,
      boolean gzip,
      int declared,
      int maxBytes,
      MemoryBudget.Lease lease) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      InputStream sent = new Deadline(request.content().inputStream(), deadline);
      // Not closed: the server itself reads or drops what is left of the body.
      InputStream plain = gzip ? new GZIPInputStream(sent, GZIP_BUFFER_BYTES) : sent;
      return drain(plain, declared, maxBytes, lease);
    } catch (ZipException | EOFException e) {
      throw new MillraceException(Fault.INVALID_REQUEST, "the body is not valid gzip", e);
    } catch (NumberFormatException e) {
      // So the web server reports a chunk whose size is no number.
      throw new MillraceException(Fault.INVALID_REQUEST, "the body is not in valid chunks", e);
    } catch (RequestException e) {
      if (e.status() == Status.REQUEST_ENTITY_TOO_LARGE_413) {
        throw tooLarge(maxBytes);
      }
      throw e;
    } catch (CloseConnectionException e) {
      throw timedOut(e) ? tooSlow() : e;
    } catch (DataReader.InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the client left before the end of its request", e);
    } catch (IOException e) {
      throw new CloseConnectionException("the body cannot be read", e);
    }
  }

  private static byte[] drain(InputStream in, int declared, int maxBytes, MemoryBudget.Lease lease)
      throws IOException {
    int expected = declared < 0 ? FIRST_BYTES : Math.min(declared, FIRST_BYTES);
    byte[] bytes = allocate(Math.min(expected, maxBytes), lease);
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        if (length == declared) {
          return bytes;
        }
        // One byte more than is allowed shows that a body of unknown size is too large.
        int capacity = (int) Math.min(Math.max(length * 2L, 1), maxBytes + 1L);
        if (declared >= 0) {
          capacity = Math.min(capacity, declared);
        }
        lease.take((long) capacity - length);
        bytes = Arrays.copyOf(bytes, capacity);
      }
      int read = in.read(bytes, length, bytes.length - length);
      if (read < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += read;
      if (length > maxBytes) {
        throw tooLarge(maxBytes);
      }
    }
  }

  private static byte[] allocate(int size, MemoryBudget.Lease lease) {
    lease.take(size);
    return new byte[size];
  }

  private static boolean gzip(ServerRequest request) {
    String encoding = request.headers().first(HeaderNames.CONTENT_ENCODING).orElse("").strip();
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "", "identity" -> false;
      case "gzip", "x-gzip" -> true;
      default ->
          throw new MillraceException(
              Fault.UNSUPPORTED_ENCODING,
              "Content-Encoding " + encoding + " is not supported",
              "send gzip or no encoding",
              null);
    };
  }

  private static boolean timedOut(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static MillraceException tooSlow() {
    return new MillraceException(Fault.REQUEST_TIMEOUT, "the body did not arrive in time");
  }

  private static MillraceException tooLarge(int maxBytes) {
    return new MillraceException(
        Fault.BODY_TOO_LARGE,
        "the body is larger than " + maxBytes + " bytes",
        "send smaller batches",
        null);
  }

  /** Ends a body that arrives byte by byte. */
  private static final class Deadline extends InputStream {
    private final InputStream in;
    private final long nanoTime;

    Deadline(InputStream in, long nanoTime) {
      this.in = in;
      this.nanoTime = nanoTime;
    }

    @Override
    public int read() throws IOException {
      check();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      check();
      return in.read(bytes, offset, length);
    }

    private void check() {
      if (System.nanoTime() - nanoTime > 0) {
        throw tooSlow();
      }
    }
  }
}
