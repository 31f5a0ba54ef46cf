/**
 * The HTTP edge that ingest, query and live share: the server, keys, bounded bodies, and the one
 * place where a fault becomes an {@code application/problem+json} answer. It knows no stage. A
 * virtual thread owns each connection.
 */
@NullMarked
package dev.millrace.http;

import org.jspecify.annotations.NullMarked;
