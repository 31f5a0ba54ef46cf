package dev.millrace.load.population;

import dev.millrace.app.demo.DayCurve;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A part of the population with a random sequence of its own, so that what it does is the same in
 * every run, whoever sends it. Owned by one thread at a time.
 */
final class Lane {
  /** Actions of which one may be sent again. */
  private static final int REMEMBERED = 512;

  private static final int LONGEST_SESSION = 20;
  private static final int MAX_AMOUNT = 1_000;

  private final Traits traits;
  private final People people;
  private final Sessions sessions;
  private final SplittableRandom random;
  private final Action[] recent = new Action[REMEMBERED];
  private long made;

  Lane(Traits traits, People people, int sessionCount, long seed) {
    this.traits = traits;
    this.people = people;
    random = new SplittableRandom(seed);
    sessions = new Sessions(sessionCount);
    for (int place = 0; place < sessionCount; place++) {
      sessions.begin(place, people.user(random), sessionLength(), pause());
    }
  }

  /**
   * The next action, or an earlier one again.
   *
   * @param nowMillis since 1970, when it will be sent
   */
  Action next(long nowMillis) {
    if (made >= REMEMBERED && random.nextDouble() < traits.repeats()) {
      return recent[random.nextInt(REMEMBERED)];
    }
    int user = actor();
    boolean late = random.nextDouble() < traits.late();
    Action action =
        new Action(
            random.nextLong(),
            random.nextLong(),
            random.nextDouble() < traits.hotUser() ? 0 : user,
            people.feature(random),
            people.name(random),
            random.nextInt(MAX_AMOUNT),
            random.nextDouble() >= traits.bad(),
            late ? whileOffline(nowMillis) : nowMillis);
    recent[(int) (made++ % REMEMBERED)] = action;
    return action;
  }

  /** How far the population's time has come, in milliseconds. */
  long populationMillis() {
    return sessions.now();
  }

  private int actor() {
    int user = sessions.user();
    long now = sessions.now();
    if (sessions.remaining() > 1) {
      sessions.act(now + pause());
    } else {
      sessions.replace(people.user(random), sessionLength(), now + pause());
    }
    return user;
  }

  private int sessionLength() {
    return 1 + random.nextInt(LONGEST_SESSION);
  }

  /** Exponential: most are short, some are long. */
  private long pause() {
    return (long) (-Math.log(1 - random.nextDouble()) * traits.thinkMillis()) + 1;
  }

  /** A time of the last days at which people were awake. */
  private long whileOffline(long nowMillis) {
    for (int attempt = 0; attempt < 10; attempt++) {
      long time = nowMillis - 1 - random.nextLong(Traits.LONGEST_OFFLINE_MILLIS);
      if (random.nextDouble() < DayCurve.at(hourOfDay(time))) {
        return time;
      }
    }
    return nowMillis - 1;
  }

  private static double hourOfDay(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay()
        / 3_600.0;
  }

  /** The source of random numbers for decisions about the next batch as a whole. */
  RandomGenerator random() {
    return random;
  }
}
