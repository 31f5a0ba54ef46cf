/**
 * Segment's wire format: the calls of its HTTP API, one at a time or in batches. Bytes come in,
 * drafts and then outcomes go out; pure, and owned by the request's thread.
 */
@NullMarked
package dev.millrace.ingest.segment;

import org.jspecify.annotations.NullMarked;
