package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers funnels by trying every way that there is, and taking the best. Shares no code with the
 * program.
 */
final class FunnelByHand {
  record Excluded(Predicate<Happened> what, int after, int before) {}

  /** A funnel to compute. */
  record Wanted(
      List<Predicate<Happened>> steps,
      List<String> names,
      Duration within,
      String order,
      List<Excluded> excluded,
      Predicate<Happened> scope,
      List<String> by,
      int limit,
      Instant from,
      Instant to) {}

  private final Wanted wanted;
  private final Map<String, List<Happened>> people = new TreeMap<>();

  /**
   * @param events in the order of the log
   */
  FunnelByHand(Wanted wanted, List<Happened> events) {
    this.wanted = wanted;
    for (Happened event : events) {
      if (wanted.scope.test(event)) {
        people.computeIfAbsent(event.user(), _ -> new ArrayList<>()).add(event);
      }
    }
    // The sort is stable: at the same time, the order of a partition stays.
    people.values().forEach(list -> list.sort(Happened.ORDER));
  }

  List<List<@Nullable Object>> rows() {
    Map<List<@Nullable String>, Set<String>> starters = new LinkedHashMap<>();
    people.forEach((person, events) -> {
      for (Happened event : events) {
        if (isStart(event)) {
          starters.computeIfAbsent(group(event), _ -> new HashSet<>()).add(person);
        }
      }
    });
    Comparator<List<@Nullable String>> order =
        Comparator.comparing(group -> -Objects.requireNonNull(starters.get(group)).size());
    for (int i = 0; i < wanted.by.size(); i++) {
      int index = i;
      order =
          order.thenComparing(
              group -> group.get(index), Comparator.nullsLast(Comparator.<String>naturalOrder()));
    }
    List<List<@Nullable String>> ranked =
        wanted.by.isEmpty()
            ? List.of(List.of())
            : starters.keySet().stream().sorted(order).toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<List<@Nullable String>> kept = ranked.subList(0, Math.min(wanted.limit, ranked.size()));
    for (List<@Nullable String> group : kept) {
      rows.addAll(rows(new ArrayList<>(group), event -> group(event).equals(group)));
    }
    if (ranked.size() > kept.size()) {
      List<@Nullable Object> other = new ArrayList<>();
      wanted.by.forEach(_ -> other.add("other"));
      rows.addAll(rows(other, event -> !kept.contains(group(event))));
    }
    return rows;
  }

  /** Who has at least, or exactly, so many steps, and when they took the last of these. */
  Map<String, Instant> people(int step, boolean dropped) {
    Map<String, Instant> found = new TreeMap<>();
    people.forEach((person, events) -> {
      List<Happened> way = best(events, _ -> true);
      if (dropped ? way.size() == step : way.size() >= step) {
        found.put(person, way.get(step - 1).time());
      }
    });
    return found;
  }

  private List<List<@Nullable Object>> rows(
      List<? extends @Nullable Object> group, Predicate<Happened> inGroup) {
    List<List<Happened>> ways =
        people.values().stream().map(events -> best(events, inGroup)).toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long first = ways.stream().filter(way -> !way.isEmpty()).count();
    long before = first;
    for (int step = 1; step <= wanted.steps.size(); step++) {
      int length = step;
      double[] seconds =
          ways.stream()
              .filter(way -> way.size() >= length && length > 1)
              .mapToDouble(way ->
                  Duration.between(way.get(length - 2).time(), way.get(length - 1).time()).toNanos()
                      / 1e9)
              .sorted()
              .toArray();
      long count = ways.stream().filter(way -> way.size() >= length).count();
      List<@Nullable Object> row = new ArrayList<>(group);
      row.addAll(
          Arrays.asList(
              (long) step,
              wanted.names.get(step - 1),
              count,
              first == 0 ? null : (Double) ((double) count / first),
              step == 1 || before == 0 ? null : (Double) ((double) count / before),
              quantile(seconds, 0.5),
              quantile(seconds, 0.9)));
      rows.add(row);
      before = count;
    }
    return rows;
  }

  private static @Nullable Double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return null;
    }
    double place = (sorted.length - 1) * share;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  }

  private List<@Nullable String> group(Happened event) {
    List<@Nullable String> group = new ArrayList<>();
    wanted.by.forEach(property -> group.add(event.text(property)));
    return group;
  }

  private boolean isStart(Happened event) {
    boolean step =
        wanted.order.equals("any")
            ? wanted.steps.stream().anyMatch(each -> each.test(event))
            : wanted.steps.getFirst().test(event);
    return step && !event.time().isBefore(wanted.from) && event.time().isBefore(wanted.to);
  }

  private List<Happened> best(List<Happened> events, Predicate<Happened> inGroup) {
    List<List<Integer>> ways = new ArrayList<>();
    for (int start = 0; start < events.size(); start++) {
      if (isStart(events.get(start)) && inGroup.test(events.get(start))) {
        if (wanted.order.equals("any")) {
          ways.addAll(inAnyOrder(events, start));
        } else {
          extend(events, new ArrayList<>(List.of(start)), ways);
        }
      }
    }
    Comparator<List<Integer>> better =
        Comparator.<List<Integer>>comparingInt(way -> -way.size())
            .thenComparing(List::getLast)
            .thenComparing(way -> -way.getFirst());
    for (int i = 1; i < wanted.steps.size(); i++) {
      int step = i;
      better = better.thenComparing(way -> step < way.size() ? way.get(step) : 0);
    }
    return ways.stream()
        .min(better)
        .map(way -> way.stream().map(events::get).toList())
        .orElse(List.of());
  }

  /** Adds the way and everything that it can become. */
  private void extend(List<Happened> events, List<Integer> way, List<List<Integer>> ways) {
    if (!isAllowed(events, way)) {
      return;
    }
    ways.add(List.copyOf(way));
    if (way.size() == wanted.steps.size()) {
      return;
    }
    int last = wanted.order.equals("strict") ? way.getLast() + 2 : events.size();
    for (int next = way.getLast() + 1; next < Math.min(last, events.size()); next++) {
      if (isInTime(events, way.getFirst(), next)
          && wanted.steps.get(way.size()).test(events.get(next))) {
        way.add(next);
        extend(events, way, ways);
        way.removeLast();
      }
    }
  }

  private boolean isAllowed(List<Happened> events, List<Integer> way) {
    for (Excluded excluded : wanted.excluded) {
      if (way.size() > excluded.after) {
        int from = way.get(excluded.after - 1);
        int to = way.get(Math.min(excluded.before, way.size()) - 1);
        for (int i = from + 1; i <= to; i++) {
          if (excluded.what.test(events.get(i))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean isInTime(List<Happened> events, int start, int next) {
    Duration passed = Duration.between(events.get(start).time(), events.get(next).time());
    return passed.compareTo(wanted.within) <= 0;
  }

  /** Every event takes the first of its steps that is left. */
  private List<List<Integer>> inAnyOrder(List<Happened> events, int start) {
    List<List<Integer>> ways = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    List<Integer> way = new ArrayList<>();
    for (int i = start; i < events.size() && isInTime(events, start, i); i++) {
      for (int step = 0; step < wanted.steps.size(); step++) {
        if (!taken.contains(step) && wanted.steps.get(step).test(events.get(i))) {
          taken.add(step);
          way.add(i);
          ways.add(List.copyOf(way));
          break;
        }
      }
    }
    return ways;
  }
}
