/**
 * The program: main, commands, configuration, and the wiring of the stages from left to right. Only
 * here are adapters named.
 */
@NullMarked
package dev.millrace.app;

import org.jspecify.annotations.NullMarked;
