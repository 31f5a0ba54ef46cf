/**
 * The store stage's default adapter: DuckDB inside the process, one file. Batches come in on the
 * single appending thread and become one transaction each: events, activity rows and positions.
 * Questions run on a bounded pool of connections of their own, and one maintenance thread
 * checkpoints and compacts. All SQL for this engine is here, and nothing outside knows of it.
 */
@NullMarked
package dev.millrace.store.duckdb;

import org.jspecify.annotations.NullMarked;
