package dev.millrace.load.population;

import dev.millrace.app.demo.Zipf;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who they are: everything about a person follows from their number. Immutable. */
public final class People {
  /** What can happen, the most frequent first. */
  public static final List<String> NAMES =
      List.of(
          "feature_used",
          "page_viewed",
          "item_opened",
          "search",
          "item_saved",
          "comment_added",
          "shared",
          "exported",
          "invited",
          "signed_in",
          "signed_out",
          "purchase");

  public static final List<String> PLANS = List.of("free", "pro", "team", "enterprise");
  public static final List<String> COUNTRIES =
      List.of("US", "DE", "IN", "GB", "BR", "FR", "JP", "CA", "NL", "ES", "PL", "AU", "SE", "IT");

  private static final double USER_SKEW = .8;
  private static final double FEATURE_SKEW = 1.05;
  private static final double NAME_SKEW = 1.2;

  private final Traits traits;
  private final Zipf users;
  private final Zipf features;
  private final Zipf names = new Zipf(NAMES.size(), NAME_SKEW);

  People(Traits traits) {
    this.traits = traits;
    users = new Zipf(traits.users(), USER_SKEW);
    features = new Zipf(traits.features(), FEATURE_SKEW);
  }

  /** Someone; number 0 is the hot one. */
  int user(RandomGenerator random) {
    return users.sample(random);
  }

  /** Something to use; number 0 is the hot one. */
  int feature(RandomGenerator random) {
    return random.nextDouble() < traits.hotFeature() ? 0 : features.sample(random);
  }

  int name(RandomGenerator random) {
    return names.sample(random);
  }

  public static String plan(int user) {
    int percent = (int) Math.floorMod(mixed(user), 100L);
    return PLANS.get(percent < 64 ? 0 : percent < 90 ? 1 : percent < 98 ? 2 : 3);
  }

  public static String country(int user) {
    long bits = mixed(user) >>> 32;
    return COUNTRIES.get((int) (bits * bits % 97 * COUNTRIES.size() / 97));
  }

  /** A fixed mixture of the number's bits, so that weight, plan and country do not go together. */
  private static long mixed(int user) {
    long bits = (user + 1) * 0x9E3779B97F4A7C15L;
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    return (bits ^ bits >>> 31) >>> 1;
  }

  /** The user's id in all stores. */
  public static String userId(String token, int user) {
    return token + "-u" + user;
  }

  /** The feature's name in all stores. */
  public static String featureId(int feature) {
    return "feature-" + feature;
  }
}
