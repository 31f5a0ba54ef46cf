package dev.millrace.process;

import dev.millrace.store.EventBatch;

/**
 * A batch on its way from the gather thread to the write thread.
 *
 * @param number by which the duplicate filter knows it
 * @param oldestReceived when the event of it that has waited longest was received, microseconds;
 *     {@link Long#MAX_VALUE} if it has none
 */
record GatheredBatch(long number, EventBatch batch, long oldestReceived) {}
