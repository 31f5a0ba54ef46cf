/**
 * The outage beside Millrace: what the team had, the stopgap, and Millrace, one after the other on
 * one machine, with the same people and the same bystander, in one report.
 */
@NullMarked
package dev.millrace.load.compare;

import org.jspecify.annotations.NullMarked;
