/** The keys of an installation: made on first start, kept in keys.yaml, never logged. */
@NullMarked
package dev.millrace.app.keys;

import org.jspecify.annotations.NullMarked;
