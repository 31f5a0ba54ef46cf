/**
 * Who uses the product that is imitated, and what they do: people and features of very different
 * weight, sessions with pauses, devices that were offline, clients that repeat and that err. Pure
 * computation from a seed, with the moment handed in; sending is for others.
 */
@NullMarked
package dev.millrace.load.population;

import org.jspecify.annotations.NullMarked;
