/**
 * A run: threads that send what is due, figures of each stage and each second, and the judgement of
 * whether they can be believed.
 */
@NullMarked
package dev.millrace.load.run;

import org.jspecify.annotations.NullMarked;
