/**
 * The log stage's port: the append-only, partitioned record of everything that happened, which is
 * the truth of the system. Events come in from ingest and leave in offset order to process. The
 * adapter is one level below; nothing here or above it knows of Kafka.
 */
@NullMarked
package dev.millrace.log;

import org.jspecify.annotations.NullMarked;
