package dev.millrace.ingest.wire;

import dev.millrace.fault.Fault;

/** Why an event is not taken. */
public record Refused(Fault fault, String message) {}
