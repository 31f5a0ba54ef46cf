package dev.millrace.app.settings;

/**
 * A value that somebody set, not checked yet.
 *
 * @param name as they wrote it
 * @param origin where they wrote it, for messages: {@code flag --port}, {@code millrace.yaml:3}
 */
record GivenSetting(String name, String text, String origin) {}
