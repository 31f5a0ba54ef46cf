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
  private final double offlineStart;
  private long made;

  private int offlineUser;
  private int offlineLeft;
  private long offlineAt;

  Lane(Traits traits, People people, int sessionCount, long seed) {
    this.traits = traits;
    this.people = people;
    random = new SplittableRandom(seed);
    offlineStart = chanceOfStart(traits.late(), (1 + LONGEST_SESSION) / 2.0);
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
    if (offlineLeft == 0 && random.nextDouble() < offlineStart) {
      startOffline(nowMillis);
    }
    Action action = offlineLeft > 0 ? offline(nowMillis) : act(actor(), nowMillis);
    recent[(int) (made++ % REMEMBERED)] = action;
    return action;
  }

  private Action act(int user, long millis) {
    return new Action(
        random.nextLong(),
        random.nextLong(),
        random.nextDouble() < traits.hotUser() ? 0 : user,
        people.feature(random),
        people.name(random),
        random.nextInt(MAX_AMOUNT),
        random.nextDouble() >= traits.bad(),
        millis);
  }

  /** A device is online again and sends the session that it kept. */
  private void startOffline(long nowMillis) {
    offlineUser = people.user(random);
    offlineLeft = sessionLength();
    offlineAt = whileOffline(nowMillis);
  }

  private Action offline(long nowMillis) {
    Action action = act(offlineUser, Math.min(offlineAt, nowMillis - 1));
    offlineLeft--;
    offlineAt += pause();
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

  /** How often runs of that average length begin, outside of one, to make the share of all. */
  private static double chanceOfStart(double share, double length) {
    return share / (length * (1 - share) + share);
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
    // A sequence of its own: how many numbers it takes depends on the clock, and the lane's do not.
    SplittableRandom times = random.split();
    for (int attempt = 0; attempt < 10; attempt++) {
      long time = nowMillis - 1 - times.nextLong(Traits.LONGEST_OFFLINE_MILLIS);
      if (times.nextDouble() < DayCurve.at(hourOfDay(time))) {
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
