/**
 * A server inside the generator that reads requests and throws them away: what is left is the
 * generator's own cost.
 */
@NullMarked
package dev.millrace.load.discard;

import org.jspecify.annotations.NullMarked;
