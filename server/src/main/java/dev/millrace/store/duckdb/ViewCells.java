package dev.millrace.store.duckdb;

import dev.millrace.store.Property;
import dev.millrace.store.Trend;
import dev.millrace.store.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds events up by keys in the engine. One statement does it for everything that a view is made
 * of: the newest events, those of the file while it is built, and the edges of a question's range.
 * People and different values are collected by the hash of their keys; where two keys have the
 * same, or where there are too many, the engine lists them.
 */
final class ViewCells {
  /** Values of so long a time are listed at once. */
  private static final long LISTED_MICROS = 10_000_000;

  /** Memory for the different values of all properties that are collected at once, about. */
  private static final long MAX_DISTINCT_BYTES = 32L << 20;

  /** Columns for each property of numbers. */
  private static final int NUMBER_COLUMNS = 5;

  private final View view;
  private final CollectFunction collect;
  private final String hash;
  private final TrendValues values = new TrendValues();
  private final TrendProperties properties;

  /**
   * @param careful whether numbers are read in the way that never fails; see {@link
   *     TrendProperties}
   */
  ViewCells(View view, ReadSnapshot snapshot, boolean careful) {
    this(view, snapshot, careful, "hash");
  }

  /**
   * @param hash the engine's function that tells keys apart, nearly always
   */
  ViewCells(View view, ReadSnapshot snapshot, boolean careful, String hash) {
    this.view = view;
    this.collect = snapshot.collect();
    this.hash = hash;
    this.properties = new TrendProperties(snapshot, values, careful);
  }

  /** Which events are meant, in SQL that may refer to the key of the cell that an event is in. */
  @FunctionalInterface
  interface Condition {
    Condition NONE = _ -> "true";

    String of(List<String> key);
  }

  /** Makes the SQL of a relation: the select for each of its parts is given with {@code %s}. */
  @FunctionalInterface
  interface Relation {
    String of(String select);
  }

  /**
   * Visits the view's cells of the relation's events with a time in the range, microseconds. A key
   * may come several times.
   */
  static void visit(
      Connection connection,
      ViewCells cells,
      Relation relation,
      long from,
      long to,
      Condition condition,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    List<String> key = cells.key();
    cells.visit(
        connection,
        relation.of(cells.picked(key, cells.where(from, to, condition.of(key)))),
        key.size(),
        cells.view.people(),
        Integer.MAX_VALUE,
        (row, cell) -> visitor.accept(cells.key(row), cell));
  }

  /** Finds the cells of the same events, without adding them up. */
  static TouchedCells touched(
      Connection connection,
      ViewCells cells,
      Relation relation,
      long from,
      long to,
      Condition condition)
      throws SQLException {
    List<String> key = cells.key();
    List<String> columns = keys(key.size());
    String picked = relation.of(cells.picked(key, cells.where(from, to, condition.of(key))));
    TouchedCells touched = new TouchedCells();
    cells.visit(
        connection,
        "select distinct %s, %s from %s"
            .formatted(String.join(", ", columns), TouchedCells.hash(columns), picked),
        row -> touched.add(cells.key(row), row.getLong(key.size() + 1)));
    return touched;
  }

  /** The key of the cell that an event is in. */
  private List<String> key() {
    List<String> key = new ArrayList<>();
    key.add("project");
    key.add("epoch_us(time) // " + Trend.GRAIN + " * " + Trend.GRAIN);
    key.addAll(texts(view.by()));
    return key;
  }

  private ViewKey key(ResultSet row) throws SQLException {
    List<@Nullable String> by = new ArrayList<>();
    for (int i = 0; i < view.by().size(); i++) {
      by.add(row.getString(3 + i));
    }
    return new ViewKey(row.getString(1), row.getLong(2), by);
  }

  private String where(long from, long to, String condition) {
    return between(from, to)
        + (view.events().isEmpty() ? "" : " and " + values.isNamed(view.events()))
        + " and "
        + condition;
  }

  TrendValues values() {
    return values;
  }

  TrendProperties properties() {
    return properties;
  }

  List<String> texts(List<Property> by) {
    return by.stream().map(properties::text).toList();
  }

  String between(long from, long to) {
    return "time >= " + values.bindTime(from) + " and time < " + values.bindTime(to);
  }

  /** Whether an event counts for a trend, but for its time. */
  String isPicked(Trend trend) {
    return "project = "
        + values.bind(trend.project())
        + (trend.events().isEmpty() ? "" : " and " + values.isNamed(trend.events()))
        + " and "
        + new TrendFilter(values, properties).sql(trend.filter());
  }

  /** The select that picks events with their keys, people, numbers, and tokens of values. */
  String picked(List<String> keys, String where) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(keys.get(i) + " as key" + i);
    }
    columns.add("number");
    columns.add("time");
    for (int i = 0; i < view.numbers().size(); i++) {
      columns.add(properties.number(view.numbers().get(i).property()) + " as value" + i);
    }
    for (int i = 0; i < view.distinct().size(); i++) {
      String text = properties.text(view.distinct().get(i));
      columns.add("coalesce(token_of(%s), %d) as token%d".formatted(text, DistinctCell.NONE, i));
    }
    return "select " + String.join(", ", columns) + "\nfrom %s\nwhere " + where;
  }

  /**
   * Receives a key's row, whose first columns are the key, and what it adds up. A key may come
   * several times.
   */
  @FunctionalInterface
  interface Visitor {
    void visit(ResultSet row, ViewCell cell) throws SQLException;
  }

  /**
   * @param picked a relation with the columns of {@link #picked}
   * @param limit how many rows to visit at most
   */
  void visit(
      Connection connection, String picked, int keys, boolean people, int limit, Visitor visitor)
      throws SQLException {
    boolean collects = people || !view.distinct().isEmpty();
    if (!collects || !visitCollecting(connection, picked, keys, people, limit, visitor)) {
      visitListing(connection, picked, keys, people, limit, visitor);
    }
  }

  private void visitListing(
      Connection connection, String picked, int keys, boolean people, int limit, Visitor visitor)
      throws SQLException {
    List<String> sets = new ArrayList<>();
    sets.add(people ? "list(distinct number)" : "null");
    for (int i = 0; i < view.distinct().size(); i++) {
      sets.add("list(distinct token" + i + ")");
    }
    visit(
        connection,
        added(picked, keys, sets) + " limit " + limit,
        row -> {
          ViewCell cell = cell(row, keys + sets.size() + 1);
          if (people) {
            cell.addPeople((Object[]) row.getArray(keys + 1).getArray());
          }
          for (int i = 0; i < view.distinct().size(); i++) {
            for (Object token : (Object[]) row.getArray(keys + 2 + i).getArray()) {
              cell.distinct(i).add((Integer) token);
            }
          }
          visitor.visit(row, cell);
        });
  }

  /** Visits nothing and returns false if two keys have the same hash, or sets take too much. */
  private boolean visitCollecting(
      Connection connection, String picked, int keys, boolean people, int limit, Visitor visitor)
      throws SQLException {
    PeopleByKey whose = new PeopleByKey();
    List<DistinctByKey> distinct =
        view.distinct().stream()
            .map(_ -> new DistinctByKey(MAX_DISTINCT_BYTES / view.distinct().size()))
            .toList();
    // Odd, since 0 is no key, and within the positive numbers of its type.
    String key = "((%s(%s) >> 1) | 1)::bigint".formatted(hash, String.join(", ", groups(keys)));
    List<String> sets = new ArrayList<>();
    sets.add(key + " as hashed");
    List<Long> tickets = new ArrayList<>();
    try {
      if (people) {
        sets.add(collecting(whose, tickets, key, "number"));
      }
      for (int i = 0; i < distinct.size(); i++) {
        sets.add(collecting(distinct.get(i), tickets, key, "token" + i));
      }
      String sql =
          "select *, count(*) over () = count(distinct hashed) over () from ("
              + added(picked, keys, sets)
              + ") limit "
              + limit;
      int first = keys + sets.size() + 1;
      int apart = first + 2 + NUMBER_COLUMNS * view.numbers().size();
      boolean[] collected = {true};
      visit(
          connection,
          sql,
          row -> {
            collected[0] &=
                row.getBoolean(apart)
                    && !whose.isOverfull()
                    && distinct.stream().noneMatch(DistinctByKey::isOverfull);
            if (collected[0]) {
              long hashed = row.getLong(keys + 1);
              ViewCell cell = cell(row, first);
              cell.addPeople(whose.people(hashed));
              for (int i = 0; i < distinct.size(); i++) {
                DistinctCell values = distinct.get(i).take(hashed);
                if (values != null) {
                  cell.distinct(i).add(values);
                }
              }
              visitor.visit(row, cell);
            }
          });
      return collected[0];
    } finally {
      tickets.forEach(collect.collections()::takeBack);
    }
  }

  /** The column that has the engine put numbers into the collection. */
  private String collecting(
      NumbersByKey<?> collection, List<Long> tickets, String key, String number) {
    long ticket = collect.collections().issue(collection);
    tickets.add(ticket);
    return "count(collect(%d, %s, %s))".formatted(ticket, key, number);
  }

  /**
   * Adds events up by keys.
   *
   * @param sets columns that tell the people and the different values
   */
  private String added(String picked, int keys, List<String> sets) {
    List<String> columns = keys(keys);
    columns.addAll(sets);
    columns.add("count(*)");
    columns.add("epoch_us(max(time))");
    for (int i = 0; i < view.numbers().size(); i++) {
      String number = "case when isfinite(value%1$d) then value%1$d end".formatted(i);
      columns.add("count(" + number + ")");
      columns.add("fsum(" + number + ")");
      columns.add("min(" + number + ")");
      columns.add("max(" + number + ")");
      columns.add(view.numbers().get(i).quantiles() ? "list(" + number + ")" : "null");
    }
    return "select "
        + String.join(", ", columns)
        + "\nfrom "
        + picked
        + " group by "
        + String.join(", ", groups(keys));
  }

  private static List<String> keys(int keys) {
    return IntStream.range(0, keys)
        .mapToObj(i -> "key" + i)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private List<String> groups(int keys) {
    List<String> groups = keys(keys);
    if (view.numbers().stream().anyMatch(View.Numbers::quantiles)) {
      // Each value is needed: so few at once that they fit into memory.
      groups.add("epoch_us(time) // " + LISTED_MICROS);
    }
    return groups;
  }

  private void visit(Connection connection, String sql, Sql.RowVisitor visitor)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values.applyTo(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          visitor.visit(rows);
        }
      }
    }
  }

  /** What the columns from the first on add up to, without the sets. */
  private ViewCell cell(ResultSet row, int first) throws SQLException {
    ViewCell cell = new ViewCell(view);
    int column = first;
    cell.addEvents(row.getLong(column++));
    cell.addTime(row.getLong(column++));
    for (int i = 0; i < view.numbers().size(); i++) {
      long numbers = row.getLong(column);
      if (numbers > 0) {
        cell.numbers(i)
            .add(
                numbers,
                row.getDouble(column + 1),
                row.getDouble(column + 2),
                row.getDouble(column + 3),
                view.numbers().get(i).quantiles()
                    ? (Object[]) row.getArray(column + 4).getArray()
                    : new Object[0]);
      }
      column += NUMBER_COLUMNS;
    }
    return cell;
  }
}
