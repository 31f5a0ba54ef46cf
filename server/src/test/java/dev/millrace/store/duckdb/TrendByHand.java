package dev.millrace.store.duckdb;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers trends from a list of events in plain Java, as one would with pencil and paper, so that
 * the program has something to agree with. Shares no code with it.
 */
final class TrendByHand {
  /**
   * @param user who the person turns out to be
   * @param values of the properties: String, Long, Double, Boolean; absent is not set
   * @param id of the person that it was sent with
   */
  record Happened(
      String name,
      String user,
      Instant time,
      Map<String, Object> values,
      String id,
      @Nullable String device) {
    /** The order of one person's events; those of one partition stay as the log has them. */
    static final Comparator<Happened> ORDER =
        Comparator.comparing(Happened::time).thenComparing(Happened::partition);

    Happened(String name, String user, Instant time, Map<String, Object> values) {
      this(name, user, time, values, user, null);
    }

    int partition() {
      return Math.floorMod(id.hashCode(), TrendFixture.PARTITIONS);
    }

    @Nullable String text(String property) {
      return switch (property) {
        case "name" -> name;
        case "user" -> id;
        default -> {
          Object value = values.get(property);
          yield value == null ? null : value.toString();
        }
      };
    }

    @Nullable Double number(String property) {
      String text = text(property);
      if (text == null) {
        return null;
      }
      return switch (text) {
        case "true" -> 1.0;
        case "false" -> 0.0;
        default -> text.matches("-?\\d+(\\.\\d+)?") ? Double.valueOf(text) : null;
      };
    }
  }

  /** A trend to compute. */
  record Wanted(
      List<String> measures,
      Predicate<Happened> where,
      List<String> by,
      int limit,
      String every,
      Instant from,
      Instant to,
      ZoneId zone) {}

  private final Wanted wanted;
  private final List<Happened> counted;

  TrendByHand(Wanted wanted, List<Happened> events) {
    this.wanted = wanted;
    this.counted =
        events.stream()
            .filter(event -> !event.time.isBefore(wanted.from) && event.time.isBefore(wanted.to))
            .filter(wanted.where)
            .toList();
  }

  List<List<@Nullable Object>> rows() {
    List<List<@Nullable String>> ranked = rankedGroups();
    List<List<@Nullable String>> kept = ranked.subList(0, Math.min(wanted.limit, ranked.size()));
    boolean rest = ranked.size() > kept.size();
    Map<String, List<Happened>> cells = new HashMap<>();
    for (Happened event : counted) {
      int group = kept.indexOf(group(event));
      cells.computeIfAbsent(start(event.time) + "|" + group, _ -> new ArrayList<>()).add(event);
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Instant start : starts()) {
      for (int group = 0; group < kept.size(); group++) {
        rows.add(row(start, kept.get(group), cells.getOrDefault(start + "|" + group, List.of())));
      }
      if (rest) {
        List<@Nullable String> other = new ArrayList<>();
        wanted.by.forEach(_ -> other.add("other"));
        rows.add(row(start, other, cells.getOrDefault(start + "|-1", List.of())));
      }
    }
    return rows;
  }

  private List<@Nullable Object> row(
      Instant start, List<@Nullable String> group, List<Happened> events) {
    List<@Nullable Object> row = new ArrayList<>();
    if (!wanted.every.equals("none")) {
      row.add(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(start.atZone(wanted.zone)));
    }
    row.addAll(group);
    wanted.measures.forEach(measure -> row.add(measure(measure, events)));
    return row;
  }

  private List<List<@Nullable String>> rankedGroups() {
    if (wanted.by.isEmpty()) {
      return List.of(List.of());
    }
    Map<List<@Nullable String>, List<Happened>> groups = new HashMap<>();
    counted.forEach(
        event -> groups.computeIfAbsent(group(event), _ -> new ArrayList<>()).add(event));
    Map<List<@Nullable String>, @Nullable Double> sizes = new HashMap<>();
    groups.forEach((group, events) -> {
      Object size = measure(wanted.measures.getFirst(), events);
      sizes.put(group, size == null ? null : ((Number) size).doubleValue());
    });
    Comparator<List<@Nullable String>> bySize =
        Comparator.comparing(sizes::get, Comparator.nullsLast(Comparator.<Double>reverseOrder()));
    for (int i = 0; i < wanted.by.size(); i++) {
      int index = i;
      bySize =
          bySize.thenComparing(
              group -> group.get(index), Comparator.nullsLast(Comparator.<String>naturalOrder()));
    }
    return groups.keySet().stream().sorted(bySize).toList();
  }

  private List<@Nullable String> group(Happened event) {
    List<@Nullable String> group = new ArrayList<>();
    wanted.by.forEach(property -> group.add(event.text(property)));
    return group;
  }

  private @Nullable Object measure(String measure, List<Happened> events) {
    long count = events.size();
    long people = events.stream().map(Happened::user).distinct().count();
    if (measure.equals("count")) {
      return count;
    }
    if (measure.equals("uniques")) {
      return people;
    }
    if (measure.equals("per_user")) {
      return people == 0 ? (Object) 0L : (Object) ((double) count / people);
    }
    String function = measure.substring(0, measure.indexOf('('));
    String property = measure.substring(measure.indexOf('(') + 1, measure.length() - 1);
    if (function.equals("uniques")) {
      return events.stream()
          .map(event -> event.text(property))
          .filter(Objects::nonNull)
          .distinct()
          .count();
    }
    double[] numbers =
        events.stream()
            .map(event -> event.number(property))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    double sum = Arrays.stream(numbers).sum();
    if (function.equals("sum")) {
      return sum;
    }
    if (numbers.length == 0) {
      return null;
    }
    return switch (function) {
      case "min" -> numbers[0];
      case "max" -> numbers[numbers.length - 1];
      case "avg" -> sum / numbers.length;
      case "median" -> percentile(numbers, 50);
      default -> percentile(numbers, Integer.parseInt(function.substring(1)));
    };
  }

  private static double percentile(double[] sorted, int percent) {
    double place = (sorted.length - 1) * percent / 100.0;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  }

  /** Every bucket that the range touches, found by walking through it. */
  private Set<Instant> starts() {
    Duration step =
        switch (wanted.every) {
          case "second" -> Duration.ofSeconds(1);
          case "week", "month" -> Duration.ofMinutes(30);
          default -> Duration.ofMinutes(1);
        };
    if (wanted.every.equals("none")) {
      return Set.of(wanted.from);
    }
    Set<Instant> starts = new TreeSet<>();
    Instant last = wanted.to.minus(1, ChronoUnit.MICROS);
    for (Instant at = wanted.from; at.isBefore(last); at = at.plus(step)) {
      starts.add(start(at));
    }
    starts.add(start(last));
    return new LinkedHashSet<>(starts);
  }

  /** Start of the bucket that a time belongs to. */
  private Instant start(Instant time) {
    LocalDate date = time.atZone(wanted.zone).toLocalDate();
    return switch (wanted.every) {
      case "none" -> wanted.from;
      case "second" -> mark(time, 1);
      case "minute" -> mark(time, 60);
      case "15m" -> mark(time, 15 * 60);
      case "hour" -> mark(time, 60 * 60);
      case "day" -> midnight(date);
      case "week" -> midnight(date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      default -> midnight(date.withDayOfMonth(1));
    };
  }

  private Instant midnight(LocalDate date) {
    return date.atStartOfDay(wanted.zone).toInstant();
  }

  /** When the clock last showed a multiple of the width, or was changed by what is no multiple. */
  private Instant mark(Instant time, int seconds) {
    ZonedDateTime shown = time.atZone(wanted.zone);
    Instant mark =
        time.truncatedTo(ChronoUnit.SECONDS)
            .minusSeconds(shown.toLocalTime().toSecondOfDay() % seconds);
    ZoneOffsetTransition change = wanted.zone.getRules().previousTransition(time.plusNanos(1));
    return change != null
            && change.getInstant().isAfter(mark)
            && change.getDuration().toSeconds() % seconds != 0
        ? change.getInstant()
        : mark;
  }
}
