package dev.millrace.ingest.wire;

import dev.millrace.fault.Fault;

/**
 * The outcome of an event that is not taken.
 *
 * @param index its place in the request, from 0
 * @param message what is wrong with it, for the person who must mend its sender
 * @param original its bytes as sent, cut off at the limit of an event's size
 */
public record Refusal(int index, Fault fault, String message, byte[] original) {}
