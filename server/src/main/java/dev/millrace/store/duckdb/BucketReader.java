package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Buckets.Stretch;
import dev.millrace.store.Every;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.FileChanges.Span;
import dev.millrace.store.duckdb.KeptBuckets.GroupCell;
import dev.millrace.store.duckdb.KeptBuckets.Question;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds up events by buckets of time and groups. What whole buckets of the file come to is kept, see
 * {@link KeptBuckets}, so that a range that moves on costs what is new in it.
 */
final class BucketReader {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /** A single bucket of more days than this is read by days, else by hours. */
  private static final int LONG_DAYS = 2;

  private final Connection connection;
  private final ReadSnapshot snapshot;
  private final Trend trend;
  private final View asked;
  private final Buckets buckets;
  private final boolean careful;

  /** What a group has in a bucket; the cell is to be read only. */
  record Found(List<@Nullable String> group, int bucket, ViewCell cell) {}

  private record Place(List<@Nullable String> group, int bucket) {}

  /**
   * @param trend which events count, their groups, and whether people do
   * @param properties that are to be added up: those of a view
   * @param buckets of the range to read
   * @param careful see {@link TrendProperties}
   */
  BucketReader(
      Connection connection,
      ReadSnapshot snapshot,
      Trend trend,
      View properties,
      Buckets buckets,
      boolean careful) {
    this.connection = connection;
    this.snapshot = snapshot;
    this.trend = trend;
    this.asked =
        new View(
            "asked",
            trend.events(),
            trend.by(),
            trend.asksForPeople(),
            properties.numbers(),
            properties.distinct());
    this.buckets = buckets;
    this.careful = careful;
  }

  /** The trend's answer, if it is asked again and can be had in this way; else null. */
  static @Nullable Answer answer(Connection connection, ReadSnapshot snapshot, Trend trend)
      throws SQLException {
    if (!suits(trend) || !of(connection, snapshot, trend, false).isWanted()) {
      return null;
    }
    try {
      return of(connection, snapshot, trend, false).answer();
    } catch (SQLException e) {
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
      snapshot.renew(connection);
      return of(connection, snapshot, trend, true).answer();
    }
  }

  private static BucketReader of(
      Connection connection, ReadSnapshot snapshot, Trend trend, boolean careful) {
    View properties = new View("asked", List.of(), List.of(), false, numbers(trend), List.of());
    return new BucketReader(connection, snapshot, trend, properties, buckets(trend), careful);
  }

  /** Those of the trend; one that has a single bucket is read by parts of it that can be kept. */
  private static Buckets buckets(Trend trend) {
    Buckets asked = trend.buckets();
    if (asked.size() > 1) {
      return asked;
    }
    long length = asked.to() - asked.from();
    Every part = length > LONG_DAYS * Every.DAY.micros() ? Every.DAY : Every.HOUR;
    return Buckets.of(part, ZoneOffset.UTC, asked.from(), asked.to());
  }

  private static boolean suits(Trend trend) {
    Buckets buckets = buckets(trend);
    return buckets.size() > 1
        && isInOrder(buckets)
        && trend.measures().stream().allMatch(BucketReader::addsUp)
        && numbers(trend).size() <= View.MAX_NUMBERS
        && !trend.by().contains(Property.USER)
        && !trend.by().contains(Property.TIME);
  }

  /** Whether every bucket is one stretch of time: not so where a clock goes back over midnight. */
  private static boolean isInOrder(Buckets buckets) {
    int last = 0;
    for (Stretch stretch : buckets.stretches()) {
      if (stretch.bucket(stretch.from()) < last) {
        return false;
      }
      last = stretch.bucket(stretch.until() - 1);
    }
    return true;
  }

  private static boolean addsUp(Measure measure) {
    return switch (measure) {
      case Measure.Count _, Measure.People _, Measure.PerUser _ -> true;
      case Measure.Distinct _ -> false;
      case Measure.Aggregate aggregate -> !aggregate.function().isQuantile();
    };
  }

  private static List<View.Numbers> numbers(Trend trend) {
    return trend.measures().stream()
        .filter(Measure.Aggregate.class::isInstance)
        .map(measure -> new View.Numbers(((Measure.Aggregate) measure).property(), false))
        .distinct()
        .toList();
  }

  private boolean isWanted() {
    boolean wanted = true;
    for (String table : snapshot.eventTables()) {
      wanted &= snapshot.keptBuckets().isWanted(question(table));
    }
    return wanted;
  }

  private @Nullable Answer answer() throws SQLException {
    List<Found> found = file();
    if (found == null) {
      return null;
    }
    found.addAll(memory());
    ViewGroups groups = new ViewGroups(trend, asked);
    boolean isOne = trend.buckets().size() == 1;
    long rows = 0;
    for (Found each : found) {
      rows += each.cell.count();
      groups.cell(each.group, isOne ? 0 : each.bucket).add(each.cell);
    }
    return groups.answer(snapshot, rows);
  }

  /** What the file has; null if there are too many groups to keep them. */
  @Nullable List<Found> file() throws SQLException {
    List<Found> found = new ArrayList<>();
    for (String table : snapshot.eventTables()) {
      if (!addTable(table, found)) {
        return null;
      }
    }
    return found;
  }

  private boolean addTable(String table, List<Found> all) throws SQLException {
    Question question = question(table);
    Map<Span, List<GroupCell>> kept = snapshot.keptBuckets().find(question, snapshot.change());
    boolean isNew = false;
    int bucket = 0;
    while (bucket < buckets.size()) {
      int end = bucket;
      while (end < buckets.size() && !kept.containsKey(span(end))) {
        end++;
      }
      if (end > bucket) {
        Map<Integer, List<GroupCell>> read = read(table, bucket, end);
        if (read == null) {
          snapshot.keptBuckets().haveTooMany(question);
          return false;
        }
        for (; bucket < end; bucket++) {
          List<GroupCell> cells = read.getOrDefault(bucket, List.of());
          add(cells, bucket, all);
          if (isWhole(bucket)) {
            kept.put(span(bucket), cells);
            isNew = true;
          }
        }
      } else {
        add(kept.getOrDefault(span(bucket), List.of()), bucket, all);
        bucket++;
      }
    }
    if (isNew) {
      snapshot.keptBuckets().keep(question, snapshot.change(), kept);
    }
    return true;
  }

  private static void add(List<GroupCell> cells, int bucket, List<Found> all) {
    cells.forEach(cell -> all.add(new Found(cell.group(), bucket, cell.cell())));
  }

  /** The cells of the buckets from the first to before the second; null if there are too many. */
  private @Nullable Map<Integer, List<GroupCell>> read(String table, int first, int end)
      throws SQLException {
    List<Found> found =
        read(
            select -> EventRelations.fromTable(select, table),
            span(first).from(),
            span(end - 1).to(),
            KeptBuckets.MAX_CELLS);
    if (found == null) {
      return null;
    }
    Map<Integer, List<GroupCell>> cells = new HashMap<>();
    for (Found each : found) {
      cells
          .computeIfAbsent(each.bucket, _ -> new ArrayList<>())
          .add(new GroupCell(each.group, each.cell));
    }
    return cells;
  }

  /** What is in memory. */
  private List<Found> memory() throws SQLException {
    if (!snapshot.isInMemory(buckets.from(), buckets.to())) {
      return List.of();
    }
    List<Map<ViewKey, ViewCell>> counted =
        ViewRowsSql.isEverything(trend.filter()) ? snapshot.countRecent(asked, buckets) : null;
    if (counted == null) {
      return Objects.requireNonNull(
          read(snapshot.events()::fromMemory, buckets.from(), buckets.to(), NO_LIMIT));
    }
    List<Found> found = new ArrayList<>();
    for (Map<ViewKey, ViewCell> generation : counted) {
      generation.forEach((key, cell) -> {
        if (key.project().equals(trend.project())) {
          found.add(new Found(key.by(), (int) key.bucket(), cell));
        }
      });
    }
    return found;
  }

  /** Null if there are as many rows as the limit. */
  private @Nullable List<Found> read(ViewCells.Relation relation, long from, long to, int limit)
      throws SQLException {
    ViewCells cells = new ViewCells(asked, snapshot, careful);
    List<String> keys = new ArrayList<>();
    keys.add(new TrendBuckets("time").sql(buckets));
    keys.addAll(cells.texts(trend.by()));
    String where = cells.between(from, to) + " and " + cells.isPicked(trend);
    Map<Place, ViewCell> found = new HashMap<>();
    int[] rows = new int[1];
    cells.visit(
        connection,
        relation.of(cells.picked(keys, where)),
        keys.size(),
        asked.people(),
        limit,
        (row, cell) -> {
          rows[0]++;
          ViewCell before = found.putIfAbsent(new Place(group(row), row.getInt(1)), cell);
          if (before != null) {
            before.add(cell);
          }
        });
    return rows[0] == limit
        ? null
        : found.entrySet().stream()
            .map(each -> new Found(each.getKey().group, each.getKey().bucket, each.getValue()))
            .toList();
  }

  private List<@Nullable String> group(ResultSet row) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < trend.by().size(); i++) {
      values.add(row.getString(2 + i));
    }
    return Collections.unmodifiableList(values);
  }

  private Question question(String table) {
    return new Question(table, trend.project(), asked, trend.filter());
  }

  /** The part of a bucket that is in the range. */
  private Span span(int bucket) {
    long from = Math.max(buckets.start(bucket), buckets.from());
    return new Span(from, bucket + 1 < buckets.size() ? buckets.start(bucket + 1) : buckets.to());
  }

  private boolean isWhole(int bucket) {
    return buckets.start(bucket) >= buckets.from() && end(bucket) <= buckets.to();
  }

  /** Where a bucket ends; of the last one, where buckets of its width usually do. */
  private long end(int bucket) {
    return bucket + 1 < buckets.size()
        ? buckets.start(bucket + 1)
        : buckets.start(bucket) + buckets.every().micros();
  }
}
