/** Everything that is kept, as files: made by the server, fetched day by day by the command. */
@NullMarked
package dev.millrace.app.exporting;

import org.jspecify.annotations.NullMarked;
