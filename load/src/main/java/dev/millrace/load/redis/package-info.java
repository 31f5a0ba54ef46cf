/** The stopgap as the team wrote it: events in a Redis list, moved into the counters by a timer. */
@NullMarked
package dev.millrace.load.redis;

import org.jspecify.annotations.NullMarked;
