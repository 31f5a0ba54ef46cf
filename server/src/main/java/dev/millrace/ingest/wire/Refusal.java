package dev.millrace.ingest.wire;

import dev.millrace.fault.Fault;

/**
 * The outcome of an event that is not taken.
 *
 * @param index its place in the request, from 0
 * @param message what is wrong with it, for the person who must mend its sender
 * @param original its bytes as sent, or the first of them
 * @param originalBytes how many there were
 */
public record Refusal(int index, Fault fault, String message, byte[] original, int originalBytes) {}
