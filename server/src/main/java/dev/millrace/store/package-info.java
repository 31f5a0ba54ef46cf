/**
 * The store stage's port: keeps each event once and answers questions about them. Batches come in
 * from process with the log positions that they cover; answers go out to query. Adapters sit one
 * level below, one an engine, each with its SQL in one place. A single thread appends; any number
 * ask at the same time and never wait for it.
 */
@NullMarked
package dev.millrace.store;

import org.jspecify.annotations.NullMarked;
