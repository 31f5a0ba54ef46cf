/**
 * How the pipeline is doing: whether it takes events, how fast each stage is, how far the store is
 * behind the log, and what is wrong. One thread samples once a second; everything else is read when
 * somebody asks.
 */
@NullMarked
package dev.millrace.app.status;

import org.jspecify.annotations.NullMarked;
