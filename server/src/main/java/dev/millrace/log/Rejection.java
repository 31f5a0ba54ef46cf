package dev.millrace.log;

import dev.millrace.fault.Fault;
import java.util.Arrays;

/**
 * An event that was refused, kept for the people who must mend its sender.
 *
 * @param project the project of the write key
 * @param received microseconds UTC
 * @param original the refused bytes, or the first of them
 * @param originalBytes how many there were
 */
@SuppressWarnings("ArrayRecordComponent") // Carried on, never compared.
public record Rejection(
    String project,
    long received,
    Fault fault,
    String message,
    byte[] original,
    long originalBytes) {

  /** The most that is kept of refused bytes, so that they fit into a record in any form. */
  public static final int MAX_ORIGINAL_BYTES = 64 * 1024;

  public Rejection {
    if (original.length > MAX_ORIGINAL_BYTES) {
      throw new IllegalArgumentException("more than " + MAX_ORIGINAL_BYTES + " refused bytes");
    }
  }

  /** Keeps the first of the refused bytes. */
  public static Rejection of(
      String project, long received, Fault fault, String message, byte[] refused) {
    byte[] original =
        refused.length <= MAX_ORIGINAL_BYTES ? refused : Arrays.copyOf(refused, MAX_ORIGINAL_BYTES);
    return new Rejection(project, received, fault, message, original, refused.length);
  }
}
