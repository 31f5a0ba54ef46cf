/** The whole program with input that nobody made for it. */
@NullMarked
package dev.millrace.realinput;

import org.jspecify.annotations.NullMarked;
