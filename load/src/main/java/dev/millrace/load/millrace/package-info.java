/** Millrace as a target, over its public HTTP API alone, and a server of one's own to run it on. */
@NullMarked
package dev.millrace.load.millrace;

import org.jspecify.annotations.NullMarked;
