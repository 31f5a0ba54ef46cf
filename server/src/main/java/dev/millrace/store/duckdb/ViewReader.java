package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Filter;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
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
 * Answers a trend from a view: days where a day lies in one bucket, quarters of an hour elsewhere,
 * and the events themselves where the range begins or ends within a quarter. The engine picks rows
 * and adds up counts; people and numbers are joined here.
 */
final class ViewReader {
  private final Connection connection;
  private final ReadSnapshot snapshot;
  private final Trend trend;
  private final StoredView version;
  private final View view;

  /** Of the view, what the trend asks for: its people if any, its numbers if any. */
  private final View asked;

  private final Map<List<@Nullable String>, Group> groups = new HashMap<>();
  private long rowsRead;

  /** Events with the same values of the breakdown's properties. */
  private final class Group {
    private final List<@Nullable String> values;
    private final Map<Integer, ViewCell> cells = new TreeMap<>();
    private final ViewCell whole = new ViewCell(asked.numbers());

    Group(List<@Nullable String> values) {
      this.values = values;
    }

    ViewCell cell(int slot) {
      return cells.computeIfAbsent(slot, _ -> new ViewCell(asked.numbers()));
    }
  }

  private ViewReader(
      Connection connection, ReadSnapshot snapshot, Trend trend, StoredView version) {
    this.connection = connection;
    this.snapshot = snapshot;
    this.trend = trend;
    this.version = version;
    this.view = version.view();
    boolean numbers = trend.measures().stream().anyMatch(Measure.Aggregate.class::isInstance);
    this.asked =
        new View(
            view.name(),
            view.events(),
            view.by(),
            trend.asksForPeople(),
            numbers ? view.numbers() : List.of());
  }

  static Answer read(Connection connection, ReadSnapshot snapshot, Trend trend, StoredView version)
      throws SQLException {
    ViewReader reader = new ViewReader(connection, snapshot, trend, version);
    reader.add();
    return reader.answer();
  }

  /** Whose events there are in each bucket, for a trend of people without a breakdown. */
  static List<RoaringBitmap> people(
      Connection connection, ReadSnapshot snapshot, Trend trend, StoredView version)
      throws SQLException {
    ViewReader reader = new ViewReader(connection, snapshot, trend, version);
    reader.add();
    List<RoaringBitmap> people = new ArrayList<>();
    for (int slot = 0; slot < trend.buckets().size(); slot++) {
      people.add(new RoaringBitmap());
    }
    for (Group group : reader.groups.values()) {
      group.cells.forEach((slot, cell) -> {
        snapshot.join(cell.people());
        people.set(slot, cell.people());
      });
    }
    return people;
  }

  private void add() throws SQLException {
    try {
      add(false);
    } catch (SQLException e) {
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
      // The transaction is gone with the statement: all of it again, in a new one.
      snapshot.renew(connection);
      groups.clear();
      add(true);
    }
  }

  private void add(boolean careful) throws SQLException {
    Buckets buckets = trend.buckets();
    long from = Trend.innerFrom(buckets.from());
    long to = Trend.innerTo(buckets.to());
    if (from >= to) {
      addEdges(buckets.to(), buckets.to(), careful);
      return;
    }
    addFile(from, to);
    if (!snapshot.views().isEmpty()) {
      addMemory(from, to);
    }
    if (from > buckets.from() || to < buckets.to()) {
      addEdges(from, to, careful);
    }
  }

  private void addFile(long from, long to) throws SQLException {
    boolean whole = asked.people() || !asked.numbers().isEmpty();
    TrendValues values = new TrendValues();
    String count = whole ? "\"count\", 1" : "sum(\"count\")::bigint, count(*)";
    String sql =
        "select "
            + keys("bucket", rows(values))
            + count
            + (asked.people() ? ", people" : ", null")
            + (asked.numbers().isEmpty() ? ", null" : ", numbers")
            + "\nfrom main.view_rows where view = "
            + version.id()
            + " and "
            + stretches(values, from, to)
            + " and "
            + picked(values, rows(values))
            + (whole ? "" : " group by all");
    visit(
        sql,
        values,
        (row, cell, column) -> {
          cell.addEvents(row.getLong(column));
          rowsRead += row.getLong(column + 1);
          byte[] people = row.getBytes(column + 2);
          if (people != null) {
            cell.addPeople(people);
          }
          byte[] numbers = row.getBytes(column + 3);
          if (numbers != null) {
            cell.addNumbers(numbers);
          }
        });
  }

  private void addMemory(long from, long to) throws SQLException {
    TrendValues values = new TrendValues();
    String sql =
        "select "
            + keys("bucket", rows(values))
            + "place\nfrom "
            + snapshot.recentCells(connection, view)
            + " where "
            + between(values, "bucket", from, to)
            + " and "
            + picked(values, rows(values));
    visit(
        sql,
        values,
        (row, cell, column) -> {
          ViewCell found = snapshot.cells().get(row.getInt(column)).cell();
          rowsRead++;
          cell.addEvents(found.count());
          cell.people().or(found.people());
          for (int i = 0; i < asked.numbers().size(); i++) {
            cell.numbers(i).add(found.numbers(i));
          }
        });
  }

  private void addEdges(long innerFrom, long innerTo, boolean careful) throws SQLException {
    Buckets buckets = trend.buckets();
    ViewCells cells = new ViewCells(asked, snapshot, careful);
    List<String> keys = new ArrayList<>();
    keys.add(new TrendBuckets("time").sql(buckets));
    keys.addAll(cells.texts(trend.by()));
    String where =
        "("
            + cells.between(buckets.from(), innerFrom)
            + " or "
            + cells.between(innerTo, buckets.to())
            + ") and "
            + picked(cells.values(), cells.properties());
    cells.visit(
        connection,
        snapshot.fromEvents(cells.picked(keys, where)),
        keys.size(),
        asked.people(),
        (row, cell) -> {
          rowsRead += cell.count();
          group(row).cell(row.getInt(1)).add(cell);
        });
  }

  /** Adds a row to the cell that its first columns name; the rest begins at a column. */
  @FunctionalInterface
  private interface Adding {
    void add(ResultSet row, ViewCell cell, int column) throws SQLException;
  }

  private void visit(String sql, TrendValues values, Adding adding) throws SQLException {
    int column = 2 + trend.by().size();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values.applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          adding.add(rows, group(rows).cell(rows.getInt(1)), column);
        }
      }
    }
  }

  private Group group(ResultSet row) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < trend.by().size(); i++) {
      values.add(row.getString(2 + i));
    }
    return groups.computeIfAbsent(Collections.unmodifiableList(values), Group::new);
  }

  private TrendProperties rows(TrendValues values) {
    return TrendProperties.ofView(snapshot, values, view);
  }

  private String keys(String time, TrendProperties properties) {
    StringBuilder keys = new StringBuilder(new TrendBuckets(time).sql(trend.buckets()) + ", ");
    for (Property property : trend.by()) {
      keys.append(properties.text(property)).append(", ");
    }
    return keys.toString();
  }

  /** Whole days as such where they lie in one bucket. */
  private String stretches(TrendValues values, long from, long to) {
    long firstDay = ViewRows.day(from + ViewRows.DAY_MICROS - 1);
    long lastDay = ViewRows.day(to);
    if (firstDay >= lastDay || !trend.buckets().consistOf(ViewRows.DAY_MICROS)) {
      return stretch(values, ViewRows.QUARTER_HOUR, from, to);
    }
    return "("
        + stretch(values, ViewRows.QUARTER_HOUR, from, firstDay)
        + " or "
        + stretch(values, ViewRows.DAY, firstDay, lastDay)
        + " or "
        + stretch(values, ViewRows.QUARTER_HOUR, lastDay, to)
        + ")";
  }

  private String stretch(TrendValues values, int minutes, long from, long to) {
    return "(minutes = "
        + (isOfAll() ? -minutes : minutes)
        + " and "
        + between(values, "bucket", from, to)
        + ")";
  }

  /** Whether rows that add up all values of the view's properties do. */
  private boolean isOfAll() {
    return !view.by().isEmpty()
        && trend.by().isEmpty()
        && (trend.events().isEmpty() || !view.by().contains(Property.NAME))
        && isEverything(trend.filter());
  }

  private static boolean isEverything(Filter filter) {
    return filter instanceof Filter.All(List<Filter> filters)
        && filters.stream().allMatch(ViewReader::isEverything);
  }

  private static String between(TrendValues values, String time, long from, long to) {
    return time + " >= " + values.bindTime(from) + " and " + time + " < " + values.bindTime(to);
  }

  private String picked(TrendValues values, TrendProperties properties) {
    // A view without the name is asked for all of its events.
    boolean all = trend.events().isEmpty() || !view.by().contains(Property.NAME);
    String names =
        all
            ? ""
            : trend.events().stream()
                .map(values::bind)
                .collect(
                    Collectors.joining(
                        ", ", " and " + properties.text(Property.NAME) + " in (", ")"));
    return "project = "
        + values.bind(trend.project())
        + names
        + " and "
        + new TrendFilter(values, properties).sql(trend.filter());
  }

  private Answer answer() {
    for (Group group : groups.values()) {
      group.cells.values().forEach(cell -> snapshot.join(cell.people()));
    }
    List<Group> kept = trend.groups().isEmpty() ? largest() : wanted();
    List<Answer.Group> answered = new ArrayList<>();
    List<Answer.Row> rows = new ArrayList<>();
    for (Group group : kept) {
      answer(group, false, answered, rows);
    }
    if (groups.size() > kept.size()) {
      Group rest = new Group(Collections.nCopies(trend.by().size(), ""));
      for (Group group : groups.values()) {
        if (!kept.contains(group)) {
          group.cells.forEach((slot, cell) -> rest.cell(slot).add(cell));
        }
      }
      answer(rest, true, answered, rows);
    }
    boolean approximate =
        trend.measures().stream()
            .anyMatch(measure ->
                measure instanceof Measure.Aggregate aggregate
                    && aggregate.function().isQuantile());
    return new Answer(answered, rows, rowsRead, approximate ? NumberCell.RELATIVE_ERROR : 0);
  }

  /** The groups with most of the first measure over the whole range. */
  private List<Group> largest() {
    if (trend.by().isEmpty()) {
      return List.copyOf(groups.values());
    }
    for (Group group : groups.values()) {
      group.cells.values().forEach(group.whole::add);
    }
    Comparator<Group> inOrder = Comparator.<Group>comparingDouble(this::size).reversed();
    for (int i = 0; i < trend.by().size(); i++) {
      int by = i;
      inOrder =
          inOrder.thenComparing(
              group -> group.values.get(by), Comparator.nullsLast(ViewReader::compareUtf8));
    }
    return groups.values().stream().sorted(inOrder).limit(trend.limit()).toList();
  }

  /** The engine's order of text. */
  private static int compareUtf8(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The groups that the trend names, as far as they are there. */
  private List<Group> wanted() {
    return trend.groups().stream()
        .map(group -> groups.get(group.values()))
        .filter(Objects::nonNull)
        .toList();
  }

  private double size(Group group) {
    Number size = measure(trend.measures().getFirst(), group.whole);
    return size == null ? Double.NEGATIVE_INFINITY : size.doubleValue();
  }

  private void answer(
      Group group, boolean rest, List<Answer.Group> answered, List<Answer.Row> rows) {
    int index = answered.size();
    answered.add(new Answer.Group(group.values, rest));
    group.cells.forEach((slot, cell) -> {
      List<@Nullable Number> measures = new ArrayList<>();
      for (Measure measure : trend.measures()) {
        measures.add(measure(measure, cell));
      }
      rows.add(new Answer.Row(slot, index, Collections.unmodifiableList(measures)));
    });
  }

  private @Nullable Number measure(Measure measure, ViewCell cell) {
    return switch (measure) {
      case Measure.Count _ -> cell.count();
      case Measure.People _ -> cell.people().getLongCardinality();
      case Measure.PerUser _ -> (double) cell.count() / cell.people().getLongCardinality();
      case Measure.Aggregate aggregate ->
          cell.numbers(indexOf(aggregate.property())).value(aggregate.function());
      case Measure.Distinct _ ->
          throw new IllegalArgumentException(measure.text() + " is in no view");
    };
  }

  private int indexOf(Property property) {
    for (int i = 0; i < asked.numbers().size(); i++) {
      if (asked.numbers().get(i).property().equals(property)) {
        return i;
      }
    }
    throw new IllegalArgumentException(view.name() + " has no numbers of " + property.text());
  }
}
