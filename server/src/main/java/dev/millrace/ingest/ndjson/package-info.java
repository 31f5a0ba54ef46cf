/**
 * The native wire format: one object, a JSON array of them, or one object a line (NDJSON). Bytes
 * come in, outcomes go out; pure, and owned by the request's thread.
 */
@NullMarked
package dev.millrace.ingest.ndjson;

import org.jspecify.annotations.NullMarked;
