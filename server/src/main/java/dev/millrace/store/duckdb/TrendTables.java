package dev.millrace.store.duckdb;

/**
 * What a trend reads from, as table expressions with the columns of {@link Layout}: names, or
 * subqueries in parentheses. They become part of the SQL, so they are never made from what a client
 * sent.
 */
record TrendTables(String events, String activity) {}
