/** Routes about the program itself: probes, metrics, its description, its status. */
@NullMarked
package dev.millrace.app.route;

import org.jspecify.annotations.NullMarked;
