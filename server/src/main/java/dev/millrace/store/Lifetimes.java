package dev.millrace.store;

import java.util.Map;

/**
 * How long events are kept after the day that they happened on, for each project. Days are those of
 * UTC: an event goes when its day is over and so many more.
 *
 * @param usualDays for projects that are not named; 0 is for ever
 * @param daysByProject 0 is for ever
 */
public record Lifetimes(int usualDays, Map<String, Integer> daysByProject) {
  public static final Lifetimes FOREVER = new Lifetimes(0, Map.of());

  private static final long DAY_MICROS = 86_400_000_000L;

  public Lifetimes {
    daysByProject = Map.copyOf(daysByProject);
  }

  public boolean isForever() {
    return usualDays == 0 && daysByProject.values().stream().allMatch(days -> days == 0);
  }

  /**
   * The first time that is kept, microseconds; the first of all if nothing goes.
   *
   * @param now microseconds
   */
  public long keptFrom(String project, long now) {
    int days = daysByProject.getOrDefault(project, usualDays);
    return days == 0 ? Long.MIN_VALUE : (Math.floorDiv(now, DAY_MICROS) - days) * DAY_MICROS;
  }

  /** The longest of any project, days; 0 is for ever. */
  public int longestDays() {
    return usualDays == 0 || daysByProject.containsValue(0)
        ? 0
        : daysByProject.values().stream().reduce(usualDays, Math::max);
  }
}
