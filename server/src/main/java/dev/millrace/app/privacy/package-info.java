/**
 * What a person may ask of whoever keeps their data: all of it, and that it is erased. Speaks HTTP
 * to the outside; takes erasures to the log and asks the store what became of them.
 */
@NullMarked
package dev.millrace.app.privacy;

import org.jspecify.annotations.NullMarked;
