package dev.millrace.live;

/**
 * A topic's current content.
 *
 * @param id changes exactly when there is something new to tell
 * @param json one line of UTF-8; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all readers, never compared
record Evaluated(String id, byte[] json) {}
