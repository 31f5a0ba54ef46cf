/**
 * When requests are due: shapes of a run, the stages that they consist of, and the due times, which
 * are set before anything is sent. Knows no target and no population.
 */
@NullMarked
package dev.millrace.load.pace;

import org.jspecify.annotations.NullMarked;
