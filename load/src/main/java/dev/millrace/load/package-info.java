/**
 * The load test: imitates the people of a product against Millrace, the counter tables that it
 * replaces, or a stopgap, and says honestly what each of them could take. Here are the commands.
 */
@NullMarked
package dev.millrace.load;

import org.jspecify.annotations.NullMarked;
