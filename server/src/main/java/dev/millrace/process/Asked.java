package dev.millrace.process;

import dev.millrace.event.Event;
import dev.millrace.event.Fingerprints;
import dev.millrace.store.LoggedEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The events that buckets are loaded for. */
final class Asked {
  private final List<LoggedEvent> events;
  private final @Nullable Bucket[] home;
  private final Fingerprints lasting;
  private final FingerprintTable table = new FingerprintTable();
  private boolean hasErased;

  /**
   * @param prints a fingerprint for each event, and perhaps more
   * @param home the bucket of each event, and perhaps more
   */
  Asked(List<LoggedEvent> events, long[] prints, @Nullable Bucket[] home, Fingerprints lasting) {
    this.events = events;
    this.home = home;
    this.lasting = lasting;
    for (int i = 0; i < events.size(); i++) {
      add(prints[i]);
    }
  }

  boolean contains(long fingerprint) {
    return table.contains(fingerprint);
  }

  /** Erased events are rare, so these fingerprints are made when the first one turns up. */
  boolean containsErased(long fingerprint) {
    if (!hasErased) {
      events.forEach(logged -> add(lasting.of(logged.event())));
      hasErased = true;
    }
    return table.contains(fingerprint);
  }

  /** The client times of those whose bucket is partial, ascending and distinct. */
  long[] times() {
    return IntStream.range(0, events.size())
        .filter(i -> events.get(i).event().hasSent() && isPartial(home[i]))
        .mapToLong(i -> events.get(i).event().sent())
        .sorted()
        .distinct()
        .toArray();
  }

  /** The ids of those without a client time. */
  List<String> idsWithoutSent() {
    return events.stream()
        .map(LoggedEvent::event)
        .filter(event -> !event.hasSent())
        .map(Event::id)
        .toList();
  }

  private static boolean isPartial(@Nullable Bucket bucket) {
    return bucket != null && bucket.partial;
  }

  private void add(long fingerprint) {
    if (!table.hasRoom()) {
      table.grow();
    }
    table.add(fingerprint);
  }
}
