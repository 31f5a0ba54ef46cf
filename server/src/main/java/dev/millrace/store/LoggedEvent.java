package dev.millrace.store;

import dev.millrace.event.Event;

/** An event and its place in the log. */
public record LoggedEvent(Event event, int partition, long offset) {}
