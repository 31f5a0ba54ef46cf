/**
 * What is loaded: the port that a run sends to, what it says of each batch, and the account of what
 * it has said. Adapters are in the packages named after what they load.
 */
@NullMarked
package dev.millrace.load.target;

import org.jspecify.annotations.NullMarked;
