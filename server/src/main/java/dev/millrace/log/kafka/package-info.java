/**
 * Keeps the log in Kafka: in a broker that runs inside this process, or in any cluster. Past the
 * start both are the same: a producer that many request threads share, and a consumer for each
 * reader, owned by the reader's thread.
 *
 * <p>Events and rejections come in from ingest and process, and are acknowledged when they are on
 * disk. Knows nothing of HTTP or of who reads.
 */
@NullMarked
package dev.millrace.log.kafka;

import org.jspecify.annotations.NullMarked;
