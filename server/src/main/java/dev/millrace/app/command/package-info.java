/**
 * The command line. Each command reads its flags, does one thing and answers with an exit status: 0
 * done, 1 failed, 2 wrong usage. Answers go to standard output, everything else to standard error.
 */
@NullMarked
package dev.millrace.app.command;

import org.jspecify.annotations.NullMarked;
