/** What a run leaves behind: a table in the terminal, {@code report.json}, {@code report.html}. */
@NullMarked
package dev.millrace.load.report;

import org.jspecify.annotations.NullMarked;
