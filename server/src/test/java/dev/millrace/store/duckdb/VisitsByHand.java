package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers about sessions and paths by walking through each person's events. Shares no code with the
 * program.
 */
final class VisitsByHand {
  private final List<List<Happened>> visits = new ArrayList<>();

  /**
   * @param events in the order of the log
   */
  VisitsByHand(
      List<Happened> events, Predicate<Happened> where, Duration gap, Instant from, Instant to) {
    Map<String, List<Happened>> people = new TreeMap<>();
    for (Happened event : events) {
      if (where.test(event)) {
        people.computeIfAbsent(event.user(), _ -> new ArrayList<>()).add(event);
      }
    }
    for (List<Happened> person : people.values()) {
      person.sort(Happened.ORDER);
      List<Happened> visit = new ArrayList<>();
      for (Happened event : person) {
        if (!visit.isEmpty()
            && Duration.between(visit.getLast().time(), event.time()).compareTo(gap) > 0) {
          visits.add(visit);
          visit = new ArrayList<>();
        }
        visit.add(event);
      }
      visits.add(visit);
    }
    visits.removeIf(visit -> {
      Instant began = visit.getFirst().time();
      return began.isBefore(from) || !began.isBefore(to);
    });
  }

  /**
   * @param days the buckets, or none for one row
   */
  List<List<@Nullable Object>> sessions(
      List<String> by, int limit, ZoneId zone, @Nullable Set<LocalDate> days) {
    Map<List<@Nullable String>, List<List<Happened>>> groups = new HashMap<>();
    for (List<Happened> visit : visits) {
      List<@Nullable String> group = new ArrayList<>();
      for (String property : by) {
        group.add(
            switch (property) {
              case "entry" -> visit.getFirst().name();
              case "exit" -> visit.getLast().name();
              default -> visit.getFirst().text(property);
            });
      }
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(visit);
    }
    if (by.isEmpty()) {
      groups.putIfAbsent(List.of(), List.of());
    }
    Map<List<@Nullable String>, List<List<Happened>>> shown =
        PeriodsByHand.ranked(
            groups,
            by.size(),
            limit,
            list -> (long) list.size(),
            (one, other) -> {
              List<List<Happened>> joined = new ArrayList<>(one);
              joined.addAll(other);
              return joined;
            });
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (days == null) {
      shown.forEach((group, list) -> rows.add(measured(new ArrayList<>(group), list)));
      return rows;
    }
    for (LocalDate day : days) {
      shown.forEach((group, list) -> {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(day.atStartOfDay(zone)));
        row.addAll(group);
        rows.add(
            measured(
                row,
                list.stream()
                    .filter(visit -> visit.getFirst().time().atZone(zone).toLocalDate().equals(day))
                    .toList()));
      });
    }
    return rows;
  }

  private static List<@Nullable Object> measured(
      List<@Nullable Object> row, List<List<Happened>> visits) {
    double count = visits.size();
    double[] seconds =
        visits.stream()
            .mapToDouble(visit ->
                Duration.between(visit.getFirst().time(), visit.getLast().time()).toNanos() / 1e9)
            .sorted()
            .toArray();
    row.add((long) visits.size());
    row.add(visits.stream().map(visit -> visit.getFirst().user()).distinct().count());
    if (visits.isEmpty()) {
      row.addAll(Arrays.asList(null, null, null, null));
      return row;
    }
    row.add(visits.stream().mapToInt(List::size).sum() / count);
    row.add(Arrays.stream(seconds).sum() / count);
    row.add((seconds[(seconds.length - 1) / 2] + seconds[seconds.length / 2]) / 2);
    row.add(visits.stream().filter(visit -> visit.size() == 1).count() / count);
    return row;
  }

  List<List<@Nullable Object>> paths(
      @Nullable String start,
      @Nullable String end,
      int steps,
      boolean repeats,
      int minCount,
      int limit) {
    record Edge(int step, String source, String target) {}
    Map<Edge, Integer> counts = new HashMap<>();
    Map<Edge, Set<String>> people = new HashMap<>();
    for (List<Happened> visit : visits) {
      List<String> nodes = new ArrayList<>();
      for (Happened event : visit) {
        if (repeats || nodes.isEmpty() || !nodes.getLast().equals(event.name())) {
          nodes.add(event.name());
        }
      }
      int begin = start == null ? 0 : nodes.indexOf(start);
      int stop = end == null ? nodes.size() - 1 : nodes.lastIndexOf(end);
      if (begin < 0 || stop < 0) {
        continue;
      }
      for (int node = begin; node < stop; node++) {
        int step = end == null ? node - begin + 1 : steps - (stop - 1 - node);
        if (step >= 1 && step <= steps) {
          Edge edge = new Edge(step, nodes.get(node), nodes.get(node + 1));
          counts.merge(edge, 1, Integer::sum);
          people.computeIfAbsent(edge, _ -> new HashSet<>()).add(visit.getFirst().user());
        }
      }
    }
    Comparator<Edge> heaviest =
        Comparator.<Edge>comparingInt(edge -> -Objects.requireNonNull(counts.get(edge)))
            .thenComparing(Edge::step)
            .thenComparing(Edge::source)
            .thenComparing(Edge::target);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    counts.keySet().stream()
        .filter(edge -> Objects.requireNonNull(counts.get(edge)) >= minCount)
        .sorted(heaviest)
        .limit(limit)
        .sorted(Comparator.comparing(Edge::step).thenComparing(heaviest))
        .forEach(edge ->
            rows.add(
                List.of(
                    (long) edge.step,
                    edge.source,
                    edge.target,
                    (long) Objects.requireNonNull(counts.get(edge)),
                    (long) Objects.requireNonNull(people.get(edge)).size())));
    return rows;
  }

  /** The days that a range touches. */
  static Set<LocalDate> days(Instant from, Instant to, ZoneId zone) {
    Set<LocalDate> days = new TreeSet<>();
    for (LocalDate day = from.atZone(zone).toLocalDate();
        day.atStartOfDay(zone).toInstant().isBefore(to);
        day = day.plusDays(1)) {
      days.add(day);
    }
    return days;
  }
}
