/**
 * The store stage's default adapter: DuckDB inside the process, one file. Batches come in on the
 * single appending thread and become columns in the heap; the flushing thread moves them into the
 * file, with people, rows of views and positions in one transaction, and makes checkpoints.
 * Questions run on a bounded pool of connections of their own and see both. All SQL for this engine
 * is here, and nothing outside knows of it.
 */
@NullMarked
package dev.millrace.store.duckdb;

import org.jspecify.annotations.NullMarked;
