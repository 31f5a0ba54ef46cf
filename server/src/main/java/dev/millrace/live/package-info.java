/**
 * The live stage: answers subscribed questions again when the store has committed, once for each
 * distinct question, and sends the same bytes to everyone who asked it. A slow reader is dropped;
 * nobody waits for one.
 */
@NullMarked
package dev.millrace.live;

import org.jspecify.annotations.NullMarked;
