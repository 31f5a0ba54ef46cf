/**
 * Measurements of a running server from outside, over its HTTP contract: what a sender, a person
 * who asks, and a person who watches would see. Run with {@code benchmarks/bench}.
 */
@NullMarked
package dev.millrace.benchmarks.server;

import org.jspecify.annotations.NullMarked;
