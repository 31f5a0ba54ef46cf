package dev.millrace.load.pace;

/**
 * A request that is due.
 *
 * @param stage a number from 0
 * @param due as {@link System#nanoTime} counts
 */
public record Slot(int stage, long due) {}
