/**
 * The process stage: reads the log in order, drops repeats, and hands the store one batch at a time
 * with the positions that it covers. Two threads own it: one gathers the next batch while the other
 * commits the last. It keeps nothing that cannot be read again from the store, and knows nothing of
 * HTTP.
 */
@NullMarked
package dev.millrace.process;

import org.jspecify.annotations.NullMarked;
