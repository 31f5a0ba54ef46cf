package dev.millrace.process;

import dev.millrace.event.Positions;
import org.jspecify.annotations.Nullable;

/**
 * How far processing is, and what it has done since the start.
 *
 * @param position up to where the store has the log
 * @param lagSeconds how long ago the oldest event was received that was read and is not stored; 0
 *     when none waits
 * @param stored events given to the store
 * @param repeats events dropped because the store has them
 * @param poison log records that are no events
 * @param lost offsets that retention removed before they were read
 * @param waiting events read and not yet stored
 * @param filterBytes memory of the duplicate filter
 * @param filterScans scans of the store that the duplicate filter has made
 * @param problem why nothing is processed now, or null
 */
public record ProcessStatus(
    Positions position,
    double lagSeconds,
    long stored,
    long repeats,
    long poison,
    long lost,
    long waiting,
    long filterBytes,
    long filterScans,
    @Nullable String problem) {}
