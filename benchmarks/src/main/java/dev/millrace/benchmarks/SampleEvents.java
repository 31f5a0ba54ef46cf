package dev.millrace.benchmarks;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.store.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Events as the store gets them: 20 names, 100,000 people, four properties. Of one thread. */
public final class SampleEvents {
  private static final int NAMES = 20;
  private static final int PEOPLE = 100_000;
  private static final String[] PLANS = {"free", "pro", "team", "enterprise"};
  private static final String[] COUNTRIES = {"DE", "US", "FR", "GB", "ES", "IT", "NL", "PL", "SE"};

  private final SplittableRandom random;
  private long offset;

  public SampleEvents(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Events that follow each other in the log.
   *
   * @param from microseconds of the first one
   * @param step microseconds between two
   */
  public List<LoggedEvent> next(int count, long from, long step) {
    List<LoggedEvent> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(new LoggedEvent(event(from + i * step), 0, offset++));
    }
    return events;
  }

  /** The offset after the last event. */
  public long end() {
    return offset;
  }

  private Event event(long time) {
    String properties =
        "{\"feature\":\"f%d\",\"plan\":\"%s\",\"country\":\"%s\",\"amount\":%d}"
            .formatted(
                skewed(100),
                PLANS[skewed(PLANS.length)],
                COUNTRIES[skewed(COUNTRIES.length)],
                random.nextInt(1_000));
    return new Event(
        "default",
        new UUID(random.nextLong(), random.nextLong()).toString(),
        "name-" + skewed(NAMES),
        "user-" + skewed(PEOPLE),
        null,
        time,
        time,
        time,
        RawJson.of(properties),
        RawJson.EMPTY);
  }

  private int skewed(int bound) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * bound);
  }
}
