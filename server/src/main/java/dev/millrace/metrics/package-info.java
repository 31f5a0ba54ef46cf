/**
 * The instruments that every stage reports with, named once, so that stages can be compared: rate,
 * latency, queue depth against its limit, lag, refusals, bytes.
 */
@NullMarked
package dev.millrace.metrics;

import org.jspecify.annotations.NullMarked;
