package dev.millrace.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON object as UTF-8 text that was checked when it came in: a view into a larger buffer, so
 * that a request's bytes reach the log, and a log record's bytes the store, without being parsed
 * into a tree. The buffer must not change afterwards.
 */
public final class RawJson {
  public static final RawJson EMPTY = of("{}");

  private final byte[] buffer;
  private final int offset;
  private final int length;

  public RawJson(byte[] buffer, int offset, int length) {
    if (offset < 0 || length < 2 || offset > buffer.length - length) {
      throw new IllegalArgumentException("no JSON object at " + offset + "+" + length);
    }
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }

  public static RawJson of(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new RawJson(bytes, 0, bytes.length);
  }

  public byte[] buffer() {
    return buffer;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** True for {@code {}} written without white space, which most clients send as context. */
  public boolean isEmpty() {
    return length == 2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawJson that
        && Arrays.equals(
            buffer, offset, offset + length, that.buffer, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + buffer[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return new String(buffer, offset, length, StandardCharsets.UTF_8);
  }
}
