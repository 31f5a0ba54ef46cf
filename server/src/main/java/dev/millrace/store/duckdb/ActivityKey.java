package dev.millrace.store.duckdb;

/**
 * What a row of activity counts.
 *
 * @param bucket start of the stretch of time, microseconds
 */
record ActivityKey(String project, long bucket, String name) {}
