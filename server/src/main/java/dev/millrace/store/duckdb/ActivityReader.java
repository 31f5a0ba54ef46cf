package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Measure;
import dev.millrace.store.Trend;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Answers a trend from activity: days where a day lies in one bucket, quarters of an hour
 * elsewhere, and the events themselves where the range begins or ends within a quarter. The engine
 * adds up counts; sets of people are united here.
 */
final class ActivityReader {
  private final Trend trend;
  private final ReadSnapshot snapshot;
  private final TrendValues values = new TrendValues();
  private final TrendFilter filter;
  private final boolean people;
  private final Map<String, Group> groups = new HashMap<>();
  private long rowsRead;

  /** Events of one name, or all events if names are not told apart. */
  private static final class Group {
    private final String name;
    private final Map<Integer, Cell> cells = new TreeMap<>();
    private final Cell whole = new Cell();

    Group(String name) {
      this.name = name;
    }
  }

  /** Events and people of a group in a bucket. */
  private static final class Cell {
    private final RoaringBitmap people = new RoaringBitmap();
    private long count;

    void add(Cell other) {
      count += other.count;
      people.or(other.people);
    }

    @Nullable Number measure(Measure measure) {
      return switch (measure) {
        case Measure.Count _ -> count;
        case Measure.People _ -> people.getLongCardinality();
        case Measure.PerUser _ -> (double) count / people.getLongCardinality();
        case Measure.Distinct _, Measure.Aggregate _ ->
            throw new IllegalArgumentException(measure.text() + " is not in activity");
      };
    }
  }

  private ActivityReader(Trend trend, ReadSnapshot snapshot) {
    this.trend = trend;
    this.snapshot = snapshot;
    this.filter = new TrendFilter(values, new TrendProperties(snapshot, values, false));
    this.people = trend.asksForPeople();
  }

  static Answer read(Connection connection, ReadSnapshot snapshot, Trend trend)
      throws SQLException {
    ActivityReader reader = new ActivityReader(trend, snapshot);
    String sql = reader.sql();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      reader.values.applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.add(rows);
        }
      }
    }
    return reader.answer();
  }

  /** Rows of {@code slot, name, events, rows_read, people, place, number}. */
  private String sql() {
    Buckets buckets = trend.buckets();
    long innerFrom = Trend.innerFrom(buckets.from());
    long innerTo = Trend.innerTo(buckets.to());
    List<String> parts = new ArrayList<>();
    parts.add(fromFile(innerFrom, innerTo));
    if (!snapshot.views().isEmpty()) {
      parts.add(fromMemory(innerFrom, innerTo));
    }
    if (buckets.from() < innerFrom) {
      parts.add(fromEvents(buckets.from(), innerFrom));
    }
    if (innerTo < buckets.to()) {
      parts.add(fromEvents(innerTo, buckets.to()));
    }
    return String.join("\nunion all\n", parts);
  }

  private String fromFile(long from, long to) {
    String measures =
        people
            ? "\"count\" as events, 1::bigint as rows_read, people"
            : "sum(\"count\")::bigint as events, count(*) as rows_read, null::blob as people";
    return "select "
        + keys("bucket")
        + ", "
        + measures
        + ", -1 as place, -1 as number\nfrom main.activity where "
        + stretches(from, to)
        + " and "
        + picked()
        + (people ? "" : " group by all");
  }

  private String fromMemory(long from, long to) {
    return "select "
        + keys("bucket")
        + ", \"count\", 1, null, place, -1 from "
        + snapshot.recentActivity()
        + " where "
        + between("bucket", from, to)
        + " and "
        + picked();
  }

  private String fromEvents(long from, long to) {
    return snapshot.fromEvents(
        "select "
            + keys("time")
            + ", count(*) as events, count(*) as rows_read, null, -1, "
            + (people ? "number" : "-1")
            + " as number\nfrom %s where "
            + between("time", from, to)
            + " and "
            + picked()
            + " group by all");
  }

  private String keys(String time) {
    return new TrendBuckets(time).sql(trend.buckets())
        + " as slot, "
        + (trend.by().isEmpty() ? "''" : "name")
        + " as name";
  }

  /** Whole days as such where they lie in one bucket. */
  private String stretches(long from, long to) {
    long firstDay = -Math.floorDiv(-from, Activity.DAY_MICROS) * Activity.DAY_MICROS;
    long lastDay = Math.floorDiv(to, Activity.DAY_MICROS) * Activity.DAY_MICROS;
    if (firstDay >= lastDay || !trend.buckets().consistOf(Activity.DAY_MICROS)) {
      return stretch(Activity.QUARTER_HOUR, from, to);
    }
    return "("
        + stretch(Activity.QUARTER_HOUR, from, firstDay)
        + " or "
        + stretch(Activity.DAY, firstDay, lastDay)
        + " or "
        + stretch(Activity.QUARTER_HOUR, lastDay, to)
        + ")";
  }

  private String stretch(int minutes, long from, long to) {
    return "(minutes = " + minutes + " and " + between("bucket", from, to) + ")";
  }

  private String between(String time, long from, long to) {
    return time + " >= " + values.bindTime(from) + " and " + time + " < " + values.bindTime(to);
  }

  private String picked() {
    String names =
        trend.events().isEmpty()
            ? ""
            : trend.events().stream()
                .map(values::bind)
                .collect(Collectors.joining(", ", " and name in (", ")"));
    return "project = "
        + values.bind(trend.project())
        + names
        + " and "
        + filter.sql(trend.filter());
  }

  private void add(ResultSet row) throws SQLException {
    Group group = groups.computeIfAbsent(row.getString(2), Group::new);
    Cell cell = group.cells.computeIfAbsent(row.getInt(1), _ -> new Cell());
    cell.count += row.getLong(3);
    rowsRead += row.getLong(4);
    if (!people) {
      return;
    }
    byte[] stored = row.getBytes(5);
    int place = row.getInt(6);
    if (stored != null) {
      cell.people.or(ActivityCell.deserialized(stored));
    } else if (place >= 0) {
      cell.people.or(snapshot.activity().get(place).people());
    } else {
      cell.people.add(row.getInt(7));
    }
  }

  private Answer answer() {
    for (Group group : groups.values()) {
      group.cells.values().forEach(cell -> snapshot.join(cell.people));
    }
    List<Group> kept = trend.groups().isEmpty() ? largest() : asked();
    List<Answer.Group> answered = new ArrayList<>();
    List<Answer.Row> rows = new ArrayList<>();
    for (Group group : kept) {
      answer(group, false, answered, rows);
    }
    if (groups.size() > kept.size()) {
      Group rest = new Group("");
      for (Group group : groups.values()) {
        if (!kept.contains(group)) {
          group.cells.forEach(
              (slot, cell) -> rest.cells.computeIfAbsent(slot, _ -> new Cell()).add(cell));
        }
      }
      answer(rest, true, answered, rows);
    }
    return new Answer(answered, rows, rowsRead, 0);
  }

  /** The groups with most of the first measure over the whole range. */
  private List<Group> largest() {
    if (trend.by().isEmpty()) {
      return List.copyOf(groups.values());
    }
    for (Group group : groups.values()) {
      group.cells.values().forEach(group.whole::add);
    }
    return groups.values().stream()
        .sorted(
            Comparator.<Group>comparingDouble(this::size)
                .reversed()
                .thenComparing(
                    group -> group.name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
        .limit(trend.limit())
        .toList();
  }

  /** The groups that the trend names, as far as they are there. */
  private List<Group> asked() {
    return trend.groups().stream()
        .map(group -> groups.get(group.values().getFirst()))
        .filter(Objects::nonNull)
        .toList();
  }

  private double size(Group group) {
    Number size = group.whole.measure(trend.measures().getFirst());
    return size == null ? Double.NEGATIVE_INFINITY : size.doubleValue();
  }

  private void answer(
      Group group, boolean rest, List<Answer.Group> answered, List<Answer.Row> rows) {
    int index = answered.size();
    answered.add(new Answer.Group(Collections.nCopies(trend.by().size(), group.name), rest));
    group.cells.forEach((slot, cell) -> {
      List<@Nullable Number> measures = new ArrayList<>();
      for (Measure measure : trend.measures()) {
        measures.add(cell.measure(measure));
      }
      rows.add(new Answer.Row(slot, index, Collections.unmodifiableList(measures)));
    });
  }
}
