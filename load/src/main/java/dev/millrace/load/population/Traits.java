package dev.millrace.load.population;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the population is like. Shares are of all events, 0 to 1.
 *
 * @param seed the same seed makes the same events
 * @param token begins each user's and event's id, so that runs against one server stay apart
 * @param users people
 * @param features things that they use
 * @param hotUser share of the one who does more than all others
 * @param hotFeature share of the one that all use
 * @param late share of events from devices that were offline for up to {@link
 *     #LONGEST_OFFLINE_MILLIS} and send a whole session of that time at once
 * @param repeats share that clients send a second time, with the same id, some time later
 * @param retries share of batches that are sent again at once although they were acknowledged
 * @param bad share that no server may take
 * @param thinkMillis average pause between two actions of a session
 */
public record Traits(
    long seed,
    String token,
    int users,
    int features,
    double hotUser,
    double hotFeature,
    double late,
    double repeats,
    double retries,
    double bad,
    int thinkMillis) {

  public static final long LONGEST_OFFLINE_MILLIS = 48 * 3_600_000L;

  /** People who are there at the same time. */
  static final double PRESENT = .05;

  public Traits {
    if (users < 1 || features < 1 || thinkMillis < 1) {
      throw new IllegalArgumentException("users, features and the pause must be at least 1");
    }
    for (double share : new double[] {hotUser, hotFeature, late, repeats, retries, bad}) {
      if (share < 0 || share > 1) {
        throw new IllegalArgumentException("a share is 0 to 1, not " + share);
      }
    }
  }

  /** What a product of 100,000 people sees on an ordinary day. */
  public static Traits defaults(long seed, String token) {
    return new Traits(seed, token, 100_000, 100, .02, .2, .01, .01, .005, .001, 20_000);
  }

  /** The same people, all of whose events are new, good, and sent once. */
  public Traits wellBehaved() {
    return new Traits(seed, token, users, features, hotUser, hotFeature, 0, 0, 0, 0, thinkMillis);
  }

  /** For the report; shares are of 1. */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("seed", seed);
    settings.put("users", users);
    settings.put("features", features);
    settings.put("hot_user_share", hotUser);
    settings.put("hot_feature_share", hotFeature);
    settings.put("late_share", late);
    settings.put("repeats_share", repeats);
    settings.put("retries_share", retries);
    settings.put("bad_share", bad);
    settings.put("think_ms", thinkMillis);
    return settings;
  }

  /** The same people for another run against the same server. */
  public Traits withToken(String other) {
    return new Traits(
        seed,
        other,
        users,
        features,
        hotUser,
        hotFeature,
        late,
        repeats,
        retries,
        bad,
        thinkMillis);
  }
}
