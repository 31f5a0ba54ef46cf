package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.TrendByHand.Happened;
import dev.millrace.store.duckdb.TrendByHand.Wanted;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes events around a moment and questions about them; the same seed makes the same. Every user
 * has two devices, and is identified on some of them, sooner or later.
 */
final class RandomQuestions {
  private static final List<String> NAMES = List.of("view", "buy", "leave", "o'clock", "a\"b");
  private static final List<String> PLANS = List.of("free", "pro", "team", "gold", "3");
  private static final List<String> MEASURES =
      List.of(
          "count",
          "uniques",
          "per_user",
          "uniques(plan)",
          "uniques(user)",
          "sum(amount)",
          "min(amount)",
          "max(amount)",
          "avg(amount)",
          "median(amount)",
          "p75(amount)",
          "p90(amount)",
          "p95(amount)",
          "p99(amount)",
          "sum(size)",
          "avg(size)");
  private static final List<String> EVERY =
      List.of("second", "minute", "15m", "hour", "day", "week", "month", "none");
  private static final int DAYS_OF_EVENTS = 80;

  private final SplittableRandom random;
  private final ZoneId zone;
  private final Instant middle;
  private final boolean mixed;

  /** A question in both forms. */
  record Asked(String json, Wanted wanted) {}

  /** A filter in both forms. */
  private record Where(String json, Predicate<Happened> test) {}

  /**
   * @param middle what the events and questions are around: a change of the clock, say
   * @param mixed whether properties that are numbers are sometimes something else
   */
  RandomQuestions(long seed, ZoneId zone, Instant middle, boolean mixed) {
    this.random = new SplittableRandom(seed);
    this.zone = zone;
    this.middle = middle;
    this.mixed = mixed;
  }

  List<Happened> events(int count) {
    List<Happened> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // A third is within two hours of the middle, and some exactly on full minutes.
      long spread = i % 3 == 0 ? 2 * 3600L : DAYS_OF_EVENTS / 2 * 86400L;
      Instant time = middle.plus(random.nextLong(-spread, spread) * 1_000_000, ChronoUnit.MICROS);
      time =
          i % 5 == 0
              ? time.truncatedTo(ChronoUnit.MINUTES)
              : time.plus(random.nextLong(1_000_000), ChronoUnit.MICROS);
      int number = random.nextInt(40);
      String user = "user-" + number;
      String name = pick(NAMES.subList(0, 1 + i % NAMES.size()));
      if (random.nextInt(3) > 0) {
        events.add(new Happened(name, user, time, values()));
        continue;
      }
      String device = "device-" + number + "-" + random.nextInt(2);
      boolean login = number % 4 > 0 && random.nextInt(4) == 0;
      events.add(
          login
              ? new Happened("$identify", user, time, Map.of(), user, device)
              : new Happened(name, device, time, values(), device, device));
    }
    return joined(events);
  }

  /** The same events by the people that they turn out to be of. */
  private static List<Happened> joined(List<Happened> events) {
    Map<String, String> users = new HashMap<>();
    for (Happened event : events) {
      if (event.name().equals("$identify")) {
        users.put(Objects.requireNonNull(event.device()), event.user());
      }
    }
    return events.stream()
        .map(event ->
            new Happened(
                event.name(),
                users.getOrDefault(event.id(), event.id()),
                event.time(),
                event.values(),
                event.id(),
                event.device()))
        .toList();
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    if (random.nextInt(8) > 0) {
      values.put("plan", pick(PLANS));
    }
    if (random.nextInt(5) > 0) {
      values.put("amount", random.nextInt(-40, 400) / 4.0 + 0.125);
    }
    if (random.nextInt(3) > 0) {
      values.put("size", random.nextLong(1_000));
    }
    if (random.nextInt(3) > 0) {
      values.put("vip", random.nextBoolean());
    }
    if (mixed && random.nextInt(10) == 0) {
      values.put("amount", pick(List.<Object>of("many", "12", "7.5", true, "", 5L)));
      values.put("plan", pick(List.<Object>of(3L, true, 2.5)));
    }
    return values;
  }

  Asked question() {
    String every = pick(EVERY);
    long longest =
        switch (every) {
          case "second" -> 300;
          case "minute" -> 300 * 60;
          case "15m" -> 5 * 86400;
          case "hour" -> 10 * 86400;
          default -> DAYS_OF_EVENTS * 86400L;
        };
    long length = random.nextLong(1, longest + 1) * 1_000_000 + random.nextInt(2);
    Instant from = middle.minus(random.nextLong(length), ChronoUnit.MICROS);
    if (random.nextInt(3) == 0) {
      from = from.truncatedTo(ChronoUnit.HOURS);
    }
    Instant to = from.plus(length, ChronoUnit.MICROS);
    if (random.nextInt(3) == 0 && to.truncatedTo(ChronoUnit.HOURS).isAfter(from)) {
      to = to.truncatedTo(ChronoUnit.HOURS);
    }
    // Questions that the view can answer must be among them.
    boolean plain = random.nextInt(4) == 0;
    List<String> measures = plain ? List.of("count") : some(MEASURES, 1 + random.nextInt(4));
    List<String> by =
        plain
            ? some(List.of("name"), random.nextInt(2))
            : some(List.of("plan", "name", "user", "vip", "size"), random.nextInt(3));
    List<String> names = random.nextInt(3) == 0 ? some(NAMES, 2) : List.of();
    Where where = plain ? nameTest() : filter(0);
    int limit = 1 + random.nextInt(6);
    String json =
        "{\"measures\":"
            + json(measures)
            + ",\"by\":"
            + json(by)
            + ",\"limit\":"
            + limit
            + ",\"events\":"
            + json(names)
            + ",\"every\":\""
            + every
            + "\",\"from\":\""
            + from
            + "\",\"to\":\""
            + to
            + "\",\"timezone\":\""
            + zone
            + "\",\"where\":["
            + where.json
            + "]}";
    Predicate<Happened> counted =
        where.test.and(event -> names.isEmpty() || names.contains(event.name()));
    return new Asked(json, new Wanted(measures, counted, by, limit, every, from, to, zone));
  }

  private Where filter(int depth) {
    int kind = random.nextInt(depth == 2 ? 5 : 8);
    if (kind >= 6) {
      Where a = filter(depth + 1);
      Where b = filter(depth + 1);
      String both = "[" + a.json + "," + b.json + "]}";
      return kind == 6
          ? new Where("{\"any\":" + both, a.test.or(b.test))
          : new Where("{\"all\":" + both, a.test.and(b.test));
    }
    return switch (kind) {
      case 0 -> textTest(pick(List.of("plan", "vip", "name", "user")));
      case 1 -> numberTest(pick(List.of("amount", "size", "vip")));
      case 2 -> setTest(pick(List.of("plan", "amount", "vip", "nothing", "name")));
      case 3 -> timeTest();
      case 4 -> nameTest();
      default -> new Where("{\"property\":\"user\",\"op\":\"set\"}", _ -> true);
    };
  }

  private Where nameTest() {
    String name = pick(NAMES);
    return random.nextBoolean()
        ? test("name", "!=", quoted(name), event -> !event.name().equals(name))
        : test("name", "contains", "\"e\"", event -> event.name().contains("e"));
  }

  private Where textTest(String property) {
    String value = pick(List.of("pro", "free", "true", "user-7", "view", "3"));
    String op = pick(List.of("=", "!=", ">", ">=", "<", "<=", "contains", "starts_with", "in"));
    return switch (op) {
      case "in" ->
          test(
              property,
              op,
              "[" + quoted(value) + ",\"team\"]",
              text(property, text -> text.equals(value) || text.equals("team")));
      case "contains" -> test(property, op, "\"r\"", text(property, text -> text.contains("r")));
      case "starts_with" ->
          test(property, op, "\"t\"", text(property, text -> text.startsWith("t")));
      default ->
          test(
              property,
              op,
              quoted(value),
              text(property, text -> holds(op, text.compareTo(value))));
    };
  }

  private Where numberTest(String property) {
    double value = pick(List.of(0.0, 1.0, 12.0, 50.125, 500.0));
    String op = pick(List.of("=", "!=", ">", ">=", "<", "<=", "in"));
    String json = value == Math.rint(value) ? "" + (long) value : "" + value;
    if (op.equals("in")) {
      return test(
          property, op, "[" + json + ",7.5]", number(property, n -> n == value || n == 7.5));
    }
    if (op.equals("!=")) {
      return test(
          property,
          op,
          json,
          text(property, _ -> true).and(number(property, n -> n == value).negate()));
    }
    return test(property, op, json, number(property, n -> holds(op, Double.compare(n, value))));
  }

  private Where setTest(String property) {
    boolean set = random.nextBoolean();
    return new Where(
        "{\"property\":\"" + property + "\",\"op\":\"" + (set ? "set" : "unset") + "\"}",
        event -> (event.text(property) != null) == set);
  }

  private Where timeTest() {
    Instant value = middle.plusSeconds(random.nextLong(-7200, 7200));
    String op = pick(List.of("!=", ">", ">=", "<", "<="));
    return test("time", op, "\"" + value + "\"", event -> holds(op, event.time().compareTo(value)));
  }

  private static boolean holds(String op, int compared) {
    return switch (op) {
      case "=" -> compared == 0;
      case "!=" -> compared != 0;
      case ">" -> compared > 0;
      case ">=" -> compared >= 0;
      case "<" -> compared < 0;
      default -> compared <= 0;
    };
  }

  private static Predicate<Happened> text(String property, Predicate<String> test) {
    return event -> {
      String text = event.text(property);
      return text != null && test.test(text);
    };
  }

  private static Predicate<Happened> number(String property, Predicate<Double> test) {
    return event -> {
      @Nullable Double number = event.number(property);
      return number != null && test.test(number);
    };
  }

  private static Where test(String property, String op, String value, Predicate<Happened> test) {
    return new Where(
        "{\"property\":\"" + property + "\",\"op\":\"" + op + "\",\"value\":" + value + "}", test);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private <T> List<T> some(List<T> list, int count) {
    List<T> left = new ArrayList<>(list);
    List<T> picked = new ArrayList<>();
    while (picked.size() < count) {
      picked.add(left.remove(random.nextInt(left.size())));
    }
    return picked;
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String json(List<String> texts) {
    return texts.stream().map(RandomQuestions::quoted).toList().toString();
  }

  /** The properties of an event as JSON. */
  static String json(Map<String, Object> values) {
    List<String> parts = new ArrayList<>();
    values.forEach((name, value) ->
        parts.add(
            quoted(name)
                + ":"
                + (value instanceof String text ? quoted(text) : Objects.toString(value))));
    return "{" + String.join(",", parts) + "}";
  }
}
