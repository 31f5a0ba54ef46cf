package dev.millrace.log;

/**
 * A record as it stands in the log; {@link EventFormat} reads its value. Anyone may write to the
 * topic, so the value can be anything.
 *
 * @param value owned by the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // Carried on, never compared.
public record LogRecord(int partition, long offset, byte[] value) {}
