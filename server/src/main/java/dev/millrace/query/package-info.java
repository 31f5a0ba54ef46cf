/**
 * The query stage: reads a question, plans it onto the cheapest source, and runs it with a time
 * limit and a bound on how many run at once. Never waits for the writing side, other than for a
 * position that the client asks it to wait for.
 */
@NullMarked
package dev.millrace.query;

import org.jspecify.annotations.NullMarked;
