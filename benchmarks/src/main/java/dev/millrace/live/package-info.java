/** Benchmarks of this stage's inner parts, which only its own package sees. */
@NullMarked
package dev.millrace.live;

import org.jspecify.annotations.NullMarked;
