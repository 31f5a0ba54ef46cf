/** JMH measurements of hot paths: one class for each path, named after what it measures. */
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
