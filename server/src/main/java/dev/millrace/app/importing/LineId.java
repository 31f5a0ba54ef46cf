package dev.millrace.app.importing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of an event whose line has none: a UUID of version 8 (RFC 9562) with 122 bits of the
 * SHA-256 of the file's name, the line's number and its bytes. The same file imported again, packed
 * or not and from any folder, gives the same ids; equal lines of one file stay apart.
 */
final class LineId {
  private final byte[] name;
  private final MessageDigest digest;

  LineId(String sourceName) {
    name = sourceName.getBytes(StandardCharsets.UTF_8);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  String of(long lineNumber, byte[] line) {
    digest.update(name);
    digest.update(ByteBuffer.allocate(Long.BYTES + 1).put((byte) 0).putLong(lineNumber).flip());
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(line));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
