/**
 * What the wire formats share: a cursor that checks JSON while it passes over it, times and ids of
 * clients, and the draft from which an event is made. Bytes come in, events and refusals go out;
 * pure functions but for the ids. Knows nothing of HTTP or the log.
 */
@NullMarked
package dev.millrace.ingest.wire;

import org.jspecify.annotations.NullMarked;
