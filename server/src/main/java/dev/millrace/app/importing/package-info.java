/**
 * Import of files: lines come in, become events by a mapping of fields, and leave in batches. An
 * event's id is computed from its line, so that a repeated import counts once.
 */
@NullMarked
package dev.millrace.app.importing;

import org.jspecify.annotations.NullMarked;
