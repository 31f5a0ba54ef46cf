/**
 * What goes on beside the writing and is measured with it: questions, live readers, a bystander's
 * transactions, and the machine.
 */
@NullMarked
package dev.millrace.load.watch;

import org.jspecify.annotations.NullMarked;
