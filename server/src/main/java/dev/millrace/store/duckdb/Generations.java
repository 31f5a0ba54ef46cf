package dev.millrace.store.duckdb;

import dev.millrace.store.EventBatch;
import dev.millrace.store.StorePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in memory: the generation that grows, and the one before it for as long as it is moved
 * into the file. Guarded by the store's writing lock, but for {@link #all}.
 */
final class Generations {
  private final DuckDbConfig config;
  private Generation current = new Generation(0, StorePosition.START, System.nanoTime());
  private @Nullable Generation sealed;
  private volatile List<Generation> all = List.of();

  Generations(DuckDbConfig config) {
    this.config = config;
  }

  /** Forgets everything and begins anew where the file stands. */
  void begin(long number, StorePosition position) {
    current = new Generation(number, position, System.nanoTime());
    sealed = null;
    all = List.of(current);
  }

  /** What readers find in memory, oldest first. */
  List<Generation> all() {
    return all;
  }

  Generation current() {
    return current;
  }

  /** The one to be moved into the file, if there is any. */
  @Nullable Generation sealed() {
    return sealed;
  }

  /** Nothing is added to the current one any more, and the next begins where it ends. */
  Generation seal() {
    Generation last = current;
    current = new Generation(last.number() + 1, last.to(), System.nanoTime());
    sealed = last;
    all = List.of(last, current);
    return last;
  }

  /** The file has the sealed one. */
  void moved() {
    sealed = null;
    all = List.of(current);
  }

  boolean fits(EventBatch batch) {
    return current.events() == 0
        || (current.events() + batch.events().size() <= config.flushEvents()
            && current.bytes() + Generation.bytes(batch) <= config.flushBytes()
            && current.propertyBytes() + Generation.propertyBytes(batch)
                <= config.flushPropertyBytes());
  }

  boolean isFull() {
    return current.events() >= config.flushEvents()
        || current.bytes() >= config.flushBytes()
        || current.propertyBytes() >= config.flushPropertyBytes();
  }

  /** Until one is to be moved into the file; 0 if it is now. */
  long nanosUntilDue() {
    if (sealed != null || isFull()) {
      return 0;
    }
    long interval = config.flushInterval().toNanos();
    return current.isEmpty()
        ? interval
        : Math.max(0, interval - (System.nanoTime() - current.openedNanos()));
  }
}
