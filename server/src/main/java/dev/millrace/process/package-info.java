/**
 * The process stage: reads the log in order, drops repeats, and hands the store one batch at a time
 * with the positions that it covers. Begin with {@link dev.millrace.process.Processor}.
 *
 * <p>Two threads own it. {@link dev.millrace.process.Gatherer} polls, decodes and drops repeats
 * into the {@link dev.millrace.process.NextBatch}; {@link dev.millrace.process.BatchWriter} has the
 * store apply the one before. They meet in the {@link dev.millrace.process.Exchange}, and where
 * reading begins is decided in {@link dev.millrace.process.Start}. The {@link
 * dev.millrace.process.DuplicateFilter} belongs to the gather thread and reads the store for what
 * has left its memory.
 *
 * <p>It keeps nothing that cannot be read again from the store, so it may be killed at any moment.
 * What it may do twice is to copy a poison record to the rejected ones. It knows nothing of HTTP.
 */
@NullMarked
package dev.millrace.process;

import org.jspecify.annotations.NullMarked;
