/**
 * The ingest stage: turns a request into events, one outcome for each, and answers only when the
 * log has them on disk. Wire formats are one level below; they turn bytes into events and know
 * nothing of HTTP or the log. The connection's virtual thread owns a request from its first byte to
 * its answer.
 */
@NullMarked
package dev.millrace.ingest;

import org.jspecify.annotations.NullMarked;
