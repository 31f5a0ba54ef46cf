package dev.millrace.store;

import org.jspecify.annotations.Nullable;

/**
 * How an engine is doing.
 *
 * @param engine its name and version
 * @param problem why it cannot be used now, or cannot write to its disk, or null
 * @param events stored events
 * @param bytesOnDisk what the store occupies, 0 when it is kept elsewhere
 * @param bytesWritten what it has written to disk since the start, 0 when it does not say
 */
public record StoreStatus(
    String engine, @Nullable String problem, long events, long bytesOnDisk, long bytesWritten) {}
