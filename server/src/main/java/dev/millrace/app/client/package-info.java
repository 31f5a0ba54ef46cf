/**
 * The commands' side of HTTP: one connection to a running server, its errors as readable lines, and
 * a sender of event batches that retries what can be retried.
 */
@NullMarked
package dev.millrace.app.client;

import org.jspecify.annotations.NullMarked;
