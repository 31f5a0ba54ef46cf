/**
 * The event and its parts: what every stage of the pipeline speaks about. Plain values, owned by no
 * thread; they know nothing of HTTP, Kafka or SQL.
 */
@NullMarked
package dev.millrace.event;

import org.jspecify.annotations.NullMarked;
