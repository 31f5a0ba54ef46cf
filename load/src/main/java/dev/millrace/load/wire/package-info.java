/**
 * How actions become bytes of a request, and how requests get to a server, at a cost that leaves
 * the machine to the server. Knows HTTP and the native event format, no run and no report.
 */
@NullMarked
package dev.millrace.load.wire;

import org.jspecify.annotations.NullMarked;
