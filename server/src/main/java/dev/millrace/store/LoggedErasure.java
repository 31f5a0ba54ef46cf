package dev.millrace.store;

import dev.millrace.event.Erasure;

/** An erasure and its place in the log: it is about what the partition has before that. */
public record LoggedErasure(Erasure erasure, int partition, long offset) {}
