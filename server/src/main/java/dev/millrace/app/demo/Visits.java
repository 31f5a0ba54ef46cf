package dev.millrace.app.demo;

import dev.millrace.app.demo.Population.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What people do when they come: pages, features, now and then a purchase. Each event is one line
 * for {@code POST /v1/events}. Owned by one thread.
 */
public final class Visits {
  /** Events of a visit, on the average of the rules below. */
  public static final double EVENTS_A_VISIT = 4.9;

  private static final long MAX_PAUSE_MILLIS = 45_000;

  private final Population population;
  private final RandomGenerator random;
  private final Consumer<byte[]> events;

  public Visits(Population population, RandomGenerator random, Consumer<byte[]> events) {
    this.population = population;
    this.random = random;
    this.events = events;
  }

  /**
   * One visit from the given time on; what would lie after the end does not happen.
   *
   * @param start milliseconds since 1970
   * @param end milliseconds since 1970
   */
  public void visit(long start, long end) {
    Person person = population.person(random);
    long time = start;
    if (random.nextInt(100) < 6) {
      emit(person, "signed_up", time, "");
      time += pause();
    }
    int views = 1 + random.nextInt(2);
    for (int i = 0; i < views && time < end; i++) {
      emit(person, "page_viewed", time, ",\"page\":\"" + population.page(random) + "\"");
      time += pause();
    }
    int uses = random.nextInt(7);
    for (int i = 0; i < uses && time < end; i++) {
      feature(person, time);
      time += pause();
    }
    if (random.nextInt(100) < 5 && time < end) {
      double price = person.plan().equals("free") ? 19 : 49;
      emit(person, "purchase", time, amount(price * (1 + random.nextInt(4))));
      time += pause();
    }
    if (random.nextInt(100) < 30 && time < end) {
      emit(person, "logged_out", time, "");
    }
  }

  /** A single use of a feature, which is most of what a live stream shows. */
  public void feature(long time) {
    feature(population.person(random), time);
  }

  private void feature(Person person, long time) {
    // Log-normal: most are small, a few are large, as amounts of work or money are.
    double amount = Math.exp(2.2 + .9 * random.nextGaussian());
    emit(
        person,
        "feature_used",
        time,
        ",\"feature\":\"" + population.feature(random) + "\"" + amount(amount));
  }

  private long pause() {
    return 1_000 + random.nextLong(MAX_PAUSE_MILLIS);
  }

  private static String amount(double value) {
    return String.format(Locale.ROOT, ",\"amount\":%.2f", value);
  }

  private void emit(Person person, String name, long time, String more) {
    String json =
        "{\"event\":\""
            + name
            + "\",\"user\":\""
            + person.id()
            + "\",\"time\":\""
            + Instant.ofEpochMilli(time)
            + "\",\"properties\":{\"plan\":\""
            + person.plan()
            + "\",\"country\":\""
            + person.country()
            + "\""
            + more
            + "}}";
    events.accept(json.getBytes(StandardCharsets.UTF_8));
  }
}
