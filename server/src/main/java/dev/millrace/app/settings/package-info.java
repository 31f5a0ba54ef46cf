/**
 * Configuration: the one list of settings, the three places that set them (flags, environment,
 * millrace.yaml), and the mapping onto the stages' own configuration records, whose defaults are
 * the only defaults there are.
 */
@NullMarked
package dev.millrace.app.settings;

import org.jspecify.annotations.NullMarked;
