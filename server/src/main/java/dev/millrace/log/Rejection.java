package dev.millrace.log;

import dev.millrace.fault.Fault;

/**
 * An event that was refused, kept for the people who must mend its sender.
 *
 * @param project the project of the write key
 * @param received microseconds UTC
 * @param original the refused bytes, cut off at the limit of an event's size
 */
@SuppressWarnings("ArrayRecordComponent") // Carried on, never compared.
public record Rejection(
    String project, long received, Fault fault, String message, byte[] original) {}
