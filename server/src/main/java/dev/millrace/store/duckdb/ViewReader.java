package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Buckets;
import dev.millrace.store.Every;
import dev.millrace.store.Measure;
import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Answers a trend from a view: days where a day lies in one bucket, quarters of an hour elsewhere,
 * and the events themselves where the range begins or ends within a quarter. The engine picks rows
 * and adds up counts; people, numbers and different values are joined here.
 */
final class ViewReader {
  private final Connection connection;
  private final ReadSnapshot snapshot;
  private final Trend trend;
  private final StoredView version;
  private final View view;

  /** Of the view, what the trend asks for: its people if any, its numbers, its different values. */
  private final View asked;

  private final ViewRowsSql rowsSql;
  private final ViewGroups groups;
  private long rowsRead;

  private ViewReader(
      Connection connection, ReadSnapshot snapshot, Trend trend, StoredView version) {
    this.connection = connection;
    this.snapshot = snapshot;
    this.trend = trend;
    this.version = version;
    this.view = version.view();
    boolean numbers = trend.measures().stream().anyMatch(Measure.Aggregate.class::isInstance);
    boolean distinct = trend.measures().stream().anyMatch(Measure.Distinct.class::isInstance);
    this.asked =
        new View(
            view.name(),
            view.events(),
            view.by(),
            trend.asksForPeople(),
            numbers ? view.numbers() : List.of(),
            distinct ? view.distinct() : List.of());
    this.rowsSql = new ViewRowsSql(snapshot, trend, view);
    this.groups = new ViewGroups(trend, asked);
  }

  static Answer read(Connection connection, ReadSnapshot snapshot, Trend trend, StoredView version)
      throws SQLException {
    ViewReader reader = new ViewReader(connection, snapshot, trend, version);
    reader.add();
    return reader.groups.answer(snapshot, reader.rowsRead);
  }

  /** Whose events there are in each bucket, and how many rows tell. */
  record People(List<RoaringBitmap> perBucket, long rowsRead) {}

  /** Answers a trend of people without a breakdown with the people themselves. */
  static People people(
      Connection connection, ReadSnapshot snapshot, Trend trend, StoredView version)
      throws SQLException {
    ViewReader reader = new ViewReader(connection, snapshot, trend, version);
    reader.add();
    List<RoaringBitmap> people = new ArrayList<>();
    for (int slot = 0; slot < trend.buckets().size(); slot++) {
      people.add(new RoaringBitmap());
    }
    reader.groups.forEachCell((slot, cell) -> {
      snapshot.join(cell.people());
      people.set(slot, cell.people());
    });
    return new People(people, reader.rowsRead);
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
      addEvents(snapshot.events()::from, buckets.from(), buckets.to(), careful);
      return;
    }
    if (to == buckets.to()) {
      addFile(from, to);
      addMemory(from, to);
    } else {
      // A range that ends now ends where the events do, so the row of its last quarter is right.
      long end = to + Trend.GRAIN;
      if (addFile(from, end) >= buckets.to()) {
        groups.clear();
        addFile(from, to);
        addPart(to, buckets.to(), careful);
      }
      addMemory(from, end);
    }
    if (from > buckets.from()) {
      addBeginning(from, careful);
    }
  }

  /** Adds what is before the first whole quarter of an hour. */
  private void addBeginning(long to, boolean careful) throws SQLException {
    long from = trend.buckets().from();
    boolean inMemory = snapshot.isInMemory(from, to);
    if (inMemory && !ViewRowsSql.isEverything(trend.filter())) {
      addEvents(snapshot.events()::from, from, to, careful);
      return;
    }
    addPart(from, to, careful);
    if (inMemory) {
      long quarter = ViewRows.quarter(from);
      snapshot.countRecent(connection, asked, from, to, recentCells(quarter, quarter + 1));
    }
  }

  /** Adds the file's events of a part of a quarter of an hour. */
  private void addPart(long from, long to, boolean careful) throws SQLException {
    QuarterEvents events = quarter(from, careful);
    if (events == null || events.equals(QuarterEvents.TOO_MANY)) {
      addMinutes(from, to, careful);
    } else {
      add(events, from, to);
    }
  }

  /** What there is in a quarter of an hour, if it was asked for before. */
  private @Nullable QuarterEvents quarter(long from, boolean careful) throws SQLException {
    long quarter = ViewRows.quarter(from);
    ViewCells cells = new ViewCells(asked, snapshot, careful);
    List<String> keys = new ArrayList<>();
    keys.add("epoch_us(time)");
    keys.addAll(cells.texts(trend.by()));
    String where =
        cells.between(quarter, quarter + Trend.GRAIN)
            + " and "
            + rowsSql.picked(cells.values(), cells.properties());
    String sql =
        "select * exclude (time) from "
            + snapshot.events().fromFile(cells.picked(keys, where))
            + " order by key0 limit "
            + (QuarterEvents.MAX_EVENTS + 1);
    return snapshot
        .keptResults()
        .getAgain(
            snapshot.change(),
            sql,
            cells.values(),
            QuarterEvents.class,
            () -> QuarterEvents.read(connection, sql, cells.values(), trend.by().size(), asked));
  }

  private void add(QuarterEvents events, long from, long to) {
    events.visit(
        from,
        to,
        (time, group, person, numbers, tokens) -> {
          rowsRead++;
          ViewCell cell = groups.cell(group, trend.buckets().bucket(time));
          cell.addEvents(1);
          if (asked.people()) {
            cell.people().add(person);
          }
          for (int i = 0; i < numbers.length; i++) {
            cell.numbers(i).add(numbers[i]);
          }
          for (int i = 0; i < tokens.length; i++) {
            cell.distinct(i).add(tokens[i]);
          }
        });
  }

  /** Adds the file's events of a part of a quarter of an hour minute by minute. */
  private void addMinutes(long from, long to, boolean careful) throws SQLException {
    Buckets minutes = Buckets.of(Every.MINUTE, ZoneOffset.UTC, from, to);
    List<BucketReader.Found> found =
        new BucketReader(connection, snapshot, trend, asked, minutes, careful).file();
    if (found == null) {
      addEvents((select, _, _) -> snapshot.events().fromFile(select), from, to, careful);
      return;
    }
    for (BucketReader.Found each : found) {
      rowsRead += each.cell().count();
      long time = Math.max(from, minutes.start(each.bucket()));
      groups.cell(each.group(), trend.buckets().bucket(time)).add(each.cell());
    }
  }

  /**
   * Adds the file's rows.
   *
   * @return time of the last event, microseconds
   */
  private long addFile(long from, long to) throws SQLException {
    boolean whole = asked.people() || !asked.numbers().isEmpty() || !asked.distinct().isEmpty();
    TrendValues values = new TrendValues();
    String sql =
        "select "
            + rowsSql.keys("bucket", rowsSql.rows(values))
            + (whole
                ? "epoch_us(latest), 0, 1, id, minutes, epoch_us(bucket)"
                : "epoch_us(max(latest)), sum(\"count\")::bigint, count(*), 0, 0, 0")
            + ViewRows.from(version)
            + " and "
            + rowsSql.stretches(values, from, to)
            + " and "
            + rowsSql.picked(values, rowsSql.rows(values))
            + (whole ? "" : " group by all");
    FileRows found =
        snapshot
            .keptResults()
            .get(snapshot.change(), sql, values, FileRows.class, () -> fileRows(sql, values));
    WantedRows rows = new WantedRows(connection, snapshot.keptViews(), version, this::add);
    long latest = Long.MIN_VALUE;
    for (FileRows.FileRow row : found.rows()) {
      ViewCell cell = groups.cell(row.group(), row.slot());
      latest = Math.max(latest, row.latest());
      rowsRead += row.rows();
      cell.addEvents(row.count());
      if (whole) {
        rows.add(cell, row.id(), row.minutes(), row.bucket());
      }
    }
    rows.addMissing();
    return latest;
  }

  private FileRows fileRows(String sql, TrendValues values) throws SQLException {
    List<FileRows.FileRow> found = new ArrayList<>();
    visit(
        sql,
        values,
        (row, column) ->
            found.add(
                new FileRows.FileRow(
                    group(row),
                    row.getInt(1),
                    row.getLong(column),
                    row.getLong(column + 1),
                    row.getLong(column + 2),
                    row.getLong(column + 3),
                    row.getInt(column + 4),
                    row.getLong(column + 5))));
    return new FileRows(found);
  }

  /** Adds of a view's cell what is asked for. */
  private void add(ViewCell cell, ViewCell found) {
    cell.addEvents(found.count());
    if (asked.people()) {
      cell.people().or(found.people());
    }
    for (int i = 0; i < asked.numbers().size(); i++) {
      cell.numbers(i).add(found.numbers(i));
    }
    for (int i = 0; i < asked.distinct().size(); i++) {
      cell.distinct(i).add(found.distinct(i));
    }
  }

  private void addMemory(long from, long to) throws SQLException {
    if (snapshot.views().isEmpty()) {
      return;
    }
    if (ViewRowsSql.isEverything(trend.filter())) {
      // Without the engine, which only a filter needs.
      snapshot.visitRecentCells(connection, view, trend.buckets().to(), recentCells(from, to));
      return;
    }
    TrendValues values = new TrendValues();
    String sql =
        "select "
            + rowsSql.keys("bucket", rowsSql.rows(values))
            + "place\nfrom "
            + snapshot.recentCells(connection, view, trend.buckets().to())
            + " where "
            + ViewRowsSql.between(values, "bucket", from, to)
            + " and "
            + rowsSql.picked(values, rowsSql.rows(values));
    visit(
        sql,
        values,
        (row, column) -> {
          rowsRead++;
          add(
              groups.cell(group(row), row.getInt(1)),
              snapshot.cells().get(row.getInt(column)).cell());
        });
  }

  /** Adds the cells of quarters from the first to before the second that the trend is about. */
  private BiConsumer<ViewKey, ViewCell> recentCells(long from, long to) {
    int name = view.by().indexOf(Property.NAME);
    int[] by = trend.by().stream().mapToInt(view.by()::indexOf).toArray();
    return (key, cell) -> {
      boolean named =
          name < 0 || trend.events().isEmpty() || trend.events().contains(key.by().get(name));
      if (named
          && key.bucket() >= from
          && key.bucket() < to
          && key.project().equals(trend.project())) {
        List<@Nullable String> values = new ArrayList<>();
        for (int index : by) {
          values.add(key.by().get(index));
        }
        rowsRead++;
        long time = Math.max(key.bucket(), trend.buckets().from());
        add(groups.cell(values, trend.buckets().bucket(time)), cell);
      }
    };
  }

  /** Makes the SQL of the events of a range: the select for each of their parts. */
  @FunctionalInterface
  private interface Events {
    String of(String select, long from, long to);
  }

  private void addEvents(Events events, long from, long to, boolean careful) throws SQLException {
    ViewCells cells = new ViewCells(asked, snapshot, careful);
    List<String> keys = new ArrayList<>();
    keys.add(new TrendBuckets("time").sql(trend.buckets()));
    keys.addAll(cells.texts(trend.by()));
    String where =
        cells.between(from, to) + " and " + rowsSql.picked(cells.values(), cells.properties());
    cells.visit(
        connection,
        events.of(cells.picked(keys, where), from, to),
        keys.size(),
        asked.people(),
        Integer.MAX_VALUE,
        (row, cell) -> {
          rowsRead += cell.count();
          groups.cell(group(row), row.getInt(1)).add(cell);
        });
  }

  /** Takes a row, of which the first columns are the slot and the group. */
  @FunctionalInterface
  private interface RowVisitor {
    void visit(ResultSet row, int column) throws SQLException;
  }

  private void visit(String sql, TrendValues values, RowVisitor visitor) throws SQLException {
    int column = 2 + trend.by().size();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values.applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          visitor.visit(rows, column);
        }
      }
    }
  }

  private List<@Nullable String> group(ResultSet row) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < trend.by().size(); i++) {
      values.add(row.getString(2 + i));
    }
    return values;
  }
}
