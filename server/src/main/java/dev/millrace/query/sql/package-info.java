/**
 * SQL from outside: takes a statement and answers it as a table in the format that the client
 * accepts. What a statement may say is the store's to check; here are keys, turns, limits and
 * formats. Rows leave as they are found, on the thread that finds them.
 */
@NullMarked
package dev.millrace.query.sql;

import org.jspecify.annotations.NullMarked;
