package dev.millrace.process;

import dev.millrace.store.LoggedEvent;
import java.util.List;

/**
 * What the duplicate filter made of a run of events.
 *
 * @param taken how many of them, from the first, it has decided on; the others must be asked again
 * @param fresh those of the taken ones that are no repeats, in their order
 */
record Admission(int taken, List<LoggedEvent> fresh) {
  int repeats() {
    return taken - fresh.size();
  }
}
