/**
 * The simulated population behind {@code millrace demo}: people and features of very different
 * weight, a day with its curve, and the visits that they make. Pure computation; sending is the
 * command's business.
 */
@NullMarked
package dev.millrace.app.demo;

import org.jspecify.annotations.NullMarked;
