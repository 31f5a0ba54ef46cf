package dev.millrace.process;

import java.util.concurrent.atomic.LongAdder;

/** What this stage has done since the start. Any thread may read it. */
final class ProcessCounts {
  private final LongAdder stored = new LongAdder();
  private final LongAdder repeats = new LongAdder();
  private final LongAdder poison = new LongAdder();
  private final LongAdder lost = new LongAdder();

  void stored(long events) {
    stored.add(events);
  }

  long stored() {
    return stored.sum();
  }

  void repeats(long events) {
    repeats.add(events);
  }

  long repeats() {
    return repeats.sum();
  }

  void poison(long records) {
    poison.add(records);
  }

  long poison() {
    return poison.sum();
  }

  void lost(long offsets) {
    lost.add(offsets);
  }

  long lost() {
    return lost.sum();
  }
}
