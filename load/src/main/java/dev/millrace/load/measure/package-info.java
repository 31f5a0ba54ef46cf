/** Histograms of latencies, and what of them a report shows. */
@NullMarked
package dev.millrace.load.measure;

import org.jspecify.annotations.NullMarked;
