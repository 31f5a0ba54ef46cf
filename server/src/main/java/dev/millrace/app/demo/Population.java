package dev.millrace.app.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The people of the demo: who they are depends on their number alone, so they stay who they are.
 */
public final class Population {
  public static final int PEOPLE = 100_000;

  static final List<String> FEATURES =
      List.of(
          "search",
          "dashboard",
          "export",
          "share",
          "comment",
          "filter",
          "upload",
          "invite",
          "report",
          "template",
          "automation",
          "api_call",
          "import",
          "alert",
          "integration",
          "theme",
          "shortcut",
          "audit_log",
          "sso",
          "webhook");
  static final List<String> PAGES =
      List.of("/", "/pricing", "/docs", "/login", "/app", "/blog", "/changelog", "/about");
  private static final List<String> PLANS = List.of("free", "pro", "team", "enterprise");
  private static final int[] PLAN_PERCENT = {64, 90, 98, 100};
  private static final List<String> COUNTRIES =
      List.of(
          "US", "DE", "IN", "GB", "BR", "FR", "JP", "CA", "NL", "ES", "PL", "AU", "SE", "IT", "KR",
          "MX", "NG", "ID", "TR", "ZA");

  private final Zipf people = new Zipf(PEOPLE, .8);
  private final Zipf features = new Zipf(FEATURES.size(), 1.1);
  private final Zipf pages = new Zipf(PAGES.size(), .9);
  private final Zipf countries = new Zipf(COUNTRIES.size(), 1);

  /** Someone, and what of them the events tell. */
  record Person(String id, String plan, String country) {}

  Person person(RandomGenerator random) {
    int rank = people.sample(random);
    // A fixed mixture of the number's bits, so that weight, plan and country do not go together.
    long bits = (rank + 1) * 0x9E3779B97F4A7C15L;
    bits ^= bits >>> 29;
    int percent = (int) Math.floorMod(bits, 100L);
    int plan = 0;
    while (percent >= PLAN_PERCENT[plan]) {
      plan++;
    }
    return new Person(
        "user-" + (100_000 + Math.floorMod(rank * 7_919L, (long) PEOPLE)),
        PLANS.get(plan),
        COUNTRIES.get(countries.sample(new FixedRandom(bits))));
  }

  String feature(RandomGenerator random) {
    return FEATURES.get(features.sample(random));
  }

  String page(RandomGenerator random) {
    return PAGES.get(pages.sample(random));
  }

  /** Gives the same number always: a person's own. */
  private record FixedRandom(long bits) implements RandomGenerator {
    @Override
    public long nextLong() {
      return bits * 0xD1342543DE82EF95L + 1;
    }
  }
}
