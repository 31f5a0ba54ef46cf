/**
 * What can go wrong, named once: every error that leaves the program, as an HTTP answer, a log line
 * or a metric's tag, carries one of these codes. Depends on nothing but the JDK.
 */
@NullMarked
package dev.millrace.fault;

import org.jspecify.annotations.NullMarked;
