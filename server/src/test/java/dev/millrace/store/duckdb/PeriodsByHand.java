package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.TrendByHand.Happened;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is about people and the days, weeks or months in which they do something, from sets
 * of dates. Shares no code with the program.
 *
 * @param events in the order of the log
 */
record PeriodsByHand(List<Happened> events, ZoneId zone, String every, Instant now) {

  /** First day of the bucket that the time is in. */
  private LocalDate bucket(Instant time) {
    LocalDate day = time.atZone(zone).toLocalDate();
    return switch (every) {
      case "day" -> day;
      case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      default -> day.withDayOfMonth(1);
    };
  }

  private LocalDate plus(LocalDate bucket, long count) {
    return switch (every) {
      case "day" -> bucket.plusDays(count);
      case "week" -> bucket.plusWeeks(count);
      default -> bucket.plusMonths(count);
    };
  }

  private Instant start(LocalDate bucket) {
    return bucket.atStartOfDay(zone).toInstant();
  }

  private String text(LocalDate bucket) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(bucket.atStartOfDay(zone));
  }

  /** The buckets that have begun before the end, from that of the start on. */
  private List<LocalDate> buckets(Instant from, Instant to) {
    List<LocalDate> buckets = new ArrayList<>();
    for (LocalDate bucket = bucket(from); start(bucket).isBefore(to); bucket = plus(bucket, 1)) {
      buckets.add(bucket);
    }
    return buckets;
  }

  record RetentionWanted(
      Predicate<Happened> first,
      Predicate<Happened> returning,
      boolean firstTime,
      boolean rolling,
      int periods,
      List<String> by,
      int limit,
      Instant from,
      Instant to) {}

  List<List<@Nullable Object>> retention(RetentionWanted wanted) {
    Instant from = start(bucket(wanted.from));
    Map<String, Set<LocalDate>> returns = new HashMap<>();
    for (Happened event : events) {
      if (wanted.returning.test(event) && !event.time().isBefore(from)) {
        returns.computeIfAbsent(event.user(), _ -> new HashSet<>()).add(bucket(event.time()));
      }
    }
    Map<List<@Nullable String>, Map<LocalDate, Set<String>>> groups = new HashMap<>();
    for (Happened event : firsts(wanted)) {
      boolean future = start(bucket(event.time())).isAfter(now);
      if (!future && !event.time().isBefore(from) && event.time().isBefore(wanted.to)) {
        groups
            .computeIfAbsent(group(event, wanted.by), _ -> new HashMap<>())
            .computeIfAbsent(bucket(event.time()), _ -> new HashSet<>())
            .add(event.user());
      }
    }
    if (wanted.by.isEmpty()) {
      groups.putIfAbsent(List.of(), Map.of());
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Map<List<@Nullable String>, Map<LocalDate, Set<String>>> shown =
        ranked(
            groups,
            wanted.by.size(),
            wanted.limit,
            cohorts -> cohorts.values().stream().flatMap(Set::stream).distinct().count(),
            PeriodsByHand::joined);
    shown.forEach((group, cohorts) -> {
      for (LocalDate cohort : buckets(wanted.from, wanted.to)) {
        Set<String> members = cohorts.getOrDefault(cohort, Set.of());
        for (int period = 0; period < wanted.periods; period++) {
          LocalDate back = plus(cohort, period);
          if (start(back).isAfter(now)) {
            continue;
          }
          long people =
              members.stream()
                  .filter(person ->
                      returns.getOrDefault(person, Set.of()).stream()
                          .anyMatch(date ->
                              wanted.rolling
                                  ? !date.isBefore(back) && !start(date).isAfter(now)
                                  : date.equals(back)))
                  .count();
          List<@Nullable Object> row = new ArrayList<>(group);
          long size = members.size();
          row.addAll(
              Arrays.asList(
                  text(cohort),
                  size,
                  (long) period,
                  people,
                  size == 0 ? null : (Double) ((double) people / size)));
          rows.add(row);
        }
      }
    });
    return rows;
  }

  private List<Happened> firsts(RetentionWanted wanted) {
    List<Happened> all = events.stream().filter(wanted.first).toList();
    if (!wanted.firstTime) {
      return all;
    }
    Map<String, Happened> earliest = new TreeMap<>();
    for (Happened event : all) {
      earliest.merge(
          event.user(),
          event,
          (one, other) -> Happened.ORDER.compare(other, one) < 0 ? other : one);
    }
    return List.copyOf(earliest.values());
  }

  List<List<@Nullable Object>> stickiness(
      Predicate<Happened> where, List<String> by, int limit, Instant from, Instant to) {
    Map<List<@Nullable String>, Map<String, Set<LocalDate>>> groups = new HashMap<>();
    for (Happened event : events) {
      if (where.test(event) && !event.time().isBefore(from) && event.time().isBefore(to)) {
        groups
            .computeIfAbsent(group(event, by), _ -> new HashMap<>())
            .computeIfAbsent(event.user(), _ -> new HashSet<>())
            .add(bucket(event.time()));
      }
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    ranked(groups, by.size(), limit, people -> (long) people.size(), PeriodsByHand::joined)
        .forEach((group, people) -> {
          for (int days = 1; days <= buckets(from, to).size(); days++) {
            int count = days;
            List<@Nullable Object> row = new ArrayList<>(group);
            row.add((long) days);
            row.add(people.values().stream().filter(dates -> dates.size() == count).count());
            rows.add(row);
          }
        });
    return rows;
  }

  List<List<@Nullable Object>> lifecycle(Predicate<Happened> where, Instant from, Instant to) {
    Map<String, TreeSet<LocalDate>> active = new HashMap<>();
    for (Happened event : events) {
      if (where.test(event) && event.time().isBefore(to)) {
        active.computeIfAbsent(event.user(), _ -> new TreeSet<>()).add(bucket(event.time()));
      }
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LocalDate bucket : buckets(from, to)) {
      LocalDate before = plus(bucket, -1);
      long[] counts = new long[4];
      for (TreeSet<LocalDate> dates : active.values()) {
        if (!dates.contains(bucket)) {
          counts[3] += dates.contains(before) ? 1 : 0;
        } else if (dates.first().equals(bucket)) {
          counts[0]++;
        } else {
          counts[dates.contains(before) ? 1 : 2]++;
        }
      }
      rows.add(Arrays.asList(text(bucket), counts[0], counts[1], counts[2], counts[3]));
    }
    return rows;
  }

  private static List<@Nullable String> group(Happened event, List<String> by) {
    List<@Nullable String> group = new ArrayList<>();
    by.forEach(property -> group.add(event.text(property)));
    return group;
  }

  private static <K, V> Map<K, Set<V>> joined(Map<K, Set<V>> one, Map<K, Set<V>> other) {
    Map<K, Set<V>> joined = new HashMap<>();
    List.of(one, other)
        .forEach(each ->
            each.forEach(
                (key, values) -> joined.computeIfAbsent(key, _ -> new HashSet<>()).addAll(values)));
    return joined;
  }

  /** The largest groups in order, and the others joined to one. */
  static <T> Map<List<@Nullable String>, T> ranked(
      Map<List<@Nullable String>, T> groups,
      int by,
      int limit,
      Function<T, Long> size,
      BinaryOperator<T> join) {
    Comparator<List<@Nullable String>> order =
        Comparator.comparing(group -> -size.apply(Objects.requireNonNull(groups.get(group))));
    for (int i = 0; i < by; i++) {
      int index = i;
      order =
          order.thenComparing(
              group -> group.get(index), Comparator.nullsLast(Comparator.<String>naturalOrder()));
    }
    Map<List<@Nullable String>, T> ranked = new LinkedHashMap<>();
    List<@Nullable String> other = new ArrayList<>();
    for (int i = 0; i < by; i++) {
      other.add("other");
    }
    int place = 0;
    for (List<@Nullable String> group : groups.keySet().stream().sorted(order).toList()) {
      T value = Objects.requireNonNull(groups.get(group));
      if (place++ < limit) {
        ranked.put(group, value);
      } else {
        ranked.merge(other, value, join);
      }
    }
    return ranked;
  }
}
