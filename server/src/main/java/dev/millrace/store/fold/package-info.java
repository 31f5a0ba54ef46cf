/**
 * What is found out person by person from events in order of time: an engine's adapter selects the
 * events and hands them over in any order, and these classes sort and follow them. Pure and without
 * threads; knows no engine.
 */
@NullMarked
package dev.millrace.store.fold;

import org.jspecify.annotations.NullMarked;
