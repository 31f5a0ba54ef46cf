package dev.millrace.query.sql;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, of which the beginning is kept back: whatever fails before that is full is
 * answered as a problem, and a short answer has a length. What fails later breaks the answer off,
 * so that no client takes a part for the whole.
 */
final class Body extends OutputStream {
  private final ServerResponse response;
  private final Format format;
  private final byte[] buffer;
  private int length;
  private @Nullable OutputStream out;

  Body(ServerResponse response, Format format, int bufferBytes) {
    this.response = response;
    this.format = format;
    this.buffer = new byte[bufferBytes];
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int from = offset;
    int left = count;
    while (left > 0) {
      if (length == buffer.length) {
        send();
      }
      int part = Math.min(left, buffer.length - length);
      System.arraycopy(bytes, from, buffer, length, part);
      length += part;
      from += part;
      left -= part;
    }
  }

  /** Whether the client has got something of it. */
  boolean isBegun() {
    return out != null;
  }

  private void send() {
    OutputStream stream = out;
    if (stream == null) {
      header();
      stream = response.outputStream();
      out = stream;
    }
    try {
      stream.write(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException("the client has gone", e);
    }
    length = 0;
  }

  private void header() {
    response.header(HeaderNames.CONTENT_TYPE, format.mediaType());
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
  }

  /** To be called when the answer is whole. */
  void finish() {
    OutputStream stream = out;
    if (stream == null) {
      header();
      response.send(Arrays.copyOf(buffer, length));
      return;
    }
    send();
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the client has gone", e);
    }
  }
}
