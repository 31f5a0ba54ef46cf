package dev.millrace.store.duckdb;

import dev.millrace.store.Buckets;
import dev.millrace.store.View;
import dev.millrace.store.duckdb.RecentTables.Reading;
import dev.millrace.store.duckdb.RecentTables.RecentCell;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * All events once, as one read transaction sees them: the file's, and those of the generations in
 * memory that the file does not have.
 *
 * <p>The order of looking is what makes it consistent without a lock. The generations are looked at
 * first: one that is missing there was in the file before, so the file's snapshot, which the
 * transaction takes second, has it; and one that the file has by now is left out by its number.
 *
 * <p>Owned by one thread, and closed when its transaction ends.
 */
final class ReadSnapshot implements AutoCloseable {
  private static final int MAX_LISTED = 5_000;
  private static final long NO_TICKET = 0;

  private final Shared shared;
  private final Supplier<List<Generation>> generations;
  private final EventRelations events = new EventRelations(this);
  private final List<Long> tickets = new ArrayList<>();
  private List<Generation.View> views = List.of();
  private List<RecentCell> cells = List.of();
  private long change;

  /** Who was whom when it was taken, and what SQL knows that by. */
  private Identities.Joins joins = Identities.Joins.NOBODY;

  private long joinsTicket = NO_TICKET;

  /** Whether the file may have late events. */
  private boolean hasLate = true;

  /** What the snapshots of an engine have in common. */
  record Shared(
      RecentTables tables,
      People people,
      Identities identities,
      KeptViews keptViews,
      KeptResults keptResults,
      KeptBuckets keptBuckets) {}

  private ReadSnapshot(Shared shared, Supplier<List<Generation>> generations) {
    this.shared = shared;
    this.generations = generations;
  }

  /**
   * The connection must not be in a transaction, and must not commit by itself.
   *
   * @param generations those in memory, oldest first
   */
  static ReadSnapshot take(
      Connection connection, Shared shared, Supplier<List<Generation>> generations)
      throws SQLException {
    ReadSnapshot snapshot = new ReadSnapshot(shared, generations);
    snapshot.look(connection);
    return snapshot;
  }

  /** Only what one generation has. */
  static ReadSnapshot ofOne(RecentTables tables, Generation generation) {
    return ofMemory(tables, generation.view());
  }

  /** Only the given rows, which are in memory. */
  static ReadSnapshot ofMemory(RecentTables tables, Generation.View rows) {
    ReadSnapshot snapshot = ofFile(tables);
    snapshot.views = List.of(rows);
    return snapshot;
  }

  /** Only what the file has. */
  static ReadSnapshot ofFile(RecentTables tables) {
    Shared shared =
        new Shared(
            tables,
            new People(0),
            new Identities(),
            new KeptViews(0),
            new KeptResults(0, new FileChanges()),
            new KeptBuckets(0, new FileChanges()));
    return new ReadSnapshot(shared, List::of);
  }

  /** Sees what there is now, in a new transaction. */
  void renew(Connection connection) throws SQLException {
    connection.rollback();
    look(connection);
  }

  private void look(Connection connection) throws SQLException {
    List<Generation.View> inMemory = generations.get().stream().map(Generation::view).toList();
    long[] generation = new long[1];
    Sql.visit(
        connection,
        "select generation, changes, has_late from main.meta",
        row -> {
          generation[0] = row.getLong(1);
          change = row.getLong(2);
          hasLate = row.getBoolean(3);
        });
    long inFile = generation[0];
    // After the events: the links of those that are seen are known.
    forgetJoins();
    joins = shared.identities.joins();
    views =
        inMemory.stream()
            .filter(view -> view.generation().number() > inFile && view.rows() > 0)
            .toList();
  }

  /** What is in memory, oldest first. */
  List<Generation.View> views() {
    return views;
  }

  /** Whether there may be events in memory with a time from the first to before the second. */
  boolean isInMemory(long from, long to) {
    return views.stream().anyMatch(rows -> rows.within(from, to).rows() > 0);
  }

  /** Times that no event in memory is before or after; the first is the later one if none is. */
  long[] rangeInMemory() {
    long[] range = {Long.MAX_VALUE, Long.MIN_VALUE};
    for (Generation.View rows : views) {
      for (int i = 0; i < rows.chunkCount(); i++) {
        range[0] = Math.min(range[0], rows.chunk(i).earliest());
        range[1] = Math.max(range[1], rows.chunk(i).latest());
      }
    }
    return range;
  }

  /** The SQL that tells whose an event is. */
  String whose() {
    if (joins.isEmpty()) {
      return "number";
    }
    if (joinsTicket == NO_TICKET) {
      joinsTicket = shared.tables.joins().issue(joins);
    }
    return "person_of(" + joinsTicket + ", number)";
  }

  /** The user's number, or {@link RecentChunk#NOBODY}. */
  int number(String project, String user) {
    return shared.people.find(project, user);
  }

  /** All numbers of the people with these names; none for a name that nobody has. */
  List<Integer> numbers(String project, List<String> names) {
    return names.stream()
        .mapToInt(name -> shared.people.find(project, name))
        .filter(number -> number != RecentChunk.NOBODY)
        .map(joins::person)
        .distinct()
        .flatMap(person -> Arrays.stream(joins.numbers(person)))
        .boxed()
        .toList();
  }

  /** The person whose number that is. */
  int person(int number) {
    return joins.person(number);
  }

  /** Replaces the numbers of a set by those of the people. */
  void join(RoaringBitmap numbers) {
    joins.join(numbers);
  }

  /** The events as relations of SQL. */
  EventRelations events() {
    return events;
  }

  /** Takes events out of the engine. */
  FollowFunction follow() {
    return shared.tables.follow();
  }

  /** Takes people out of the engine. */
  CollectFunction collect() {
    return shared.tables.collect();
  }

  /** All people as one relation with the columns {@code who}, their number, and {@code "user"}. */
  String fromPeople() {
    String inFile = "select number as who, \"user\" from main.people";
    if (views.stream().allMatch(view -> view.people().isEmpty())) {
      return "(" + inFile + ")";
    }
    long ticket = issue(new Reading(views, List.of(), List.of(), 1));
    return "(" + inFile + " union all select number, \"user\" from recent_people(" + ticket + "))";
  }

  /** The texts of numbers; none for a number that nobody has. */
  Map<Integer, String> users(Connection connection, Set<Integer> numbers) throws SQLException {
    Map<Integer, String> users = new HashMap<>();
    if (numbers.isEmpty()) {
      return users;
    }
    // A long list would take the engine longer to read than the table.
    String where =
        numbers.size() > MAX_LISTED
            ? ""
            : numbers.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " where who in (", ")"));
    Sql.visit(
        connection,
        "select who, \"user\" from " + fromPeople() + where,
        row -> {
          if (numbers.contains(row.getInt(1))) {
            users.put(row.getInt(1), row.getString(2));
          }
        });
    return users;
  }

  /**
   * Visits what is in memory added up for a view: cells of events with a time before {@code until},
   * microseconds, and perhaps of others of later quarters of an hour.
   */
  void visitRecentCells(
      Connection connection, View view, long until, BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    for (Generation.View rows : views) {
      rows.generation().cells(view).visit(connection, shared.tables, rows, until, visitor);
    }
  }

  /** Adds up what is in memory with a time from the first to before the second, microseconds. */
  void countRecent(
      Connection connection, View view, long from, long to, BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    for (Generation.View rows : views) {
      RecentCells.count(view, connection, shared.tables, rows.within(from, to), from, to, visitor);
    }
  }

  /**
   * What is in memory added up by other buckets than a view's, whose numbers stand in the keys, one
   * map for each generation; null if only the engine can.
   */
  @Nullable List<Map<ViewKey, ViewCell>> countRecent(View view, Buckets buckets) {
    List<Map<ViewKey, ViewCell>> counted = new ArrayList<>();
    for (Generation.View rows : views) {
      Map<ViewKey, ViewCell> cells =
          RecentCounting.count(
              view,
              rows.within(buckets.from(), buckets.to()),
              buckets.from(),
              buckets.to(),
              buckets::bucket);
      if (cells == null) {
        return null;
      }
      counted.add(cells);
    }
    return counted;
  }

  /**
   * What is in memory added up for a view, as a relation with the columns {@code project, bucket,
   * by0…, "count", place}; {@link #cells} has the rest. A key may have several rows.
   */
  String recentCells(Connection connection, View view) throws SQLException {
    return recentCells(connection, view, ViewRows.LATEST);
  }

  /** As above, of the cells of {@link #visitRecentCells}. */
  String recentCells(Connection connection, View view, long until) throws SQLException {
    List<RecentCell> found = new ArrayList<>();
    visitRecentCells(connection, view, until, (key, cell) -> found.add(new RecentCell(key, cell)));
    cells = found;
    long ticket = issue(new Reading(views, List.of(), cells, 1));
    return "(select * exclude (bucket_us), make_timestamp(bucket_us) as bucket from recent_cells("
        + ticket
        + "))";
  }

  /** The version of exactly this view that has all events of the file; null if there is none. */
  @Nullable StoredView complete(Connection connection, View view) throws SQLException {
    return shared.keptViews.complete(connection, change, view);
  }

  /** Whether the file may have late events, which lie in a table of their own. */
  boolean hasLate() {
    return hasLate;
  }

  /** The tables of the file that may have events. */
  List<String> eventTables() {
    return hasLate ? Layout.EVENTS : Layout.EVENTS.subList(0, 1);
  }

  /** What the file has been asked for before. */
  KeptResults keptResults() {
    return shared.keptResults;
  }

  /** What its events come to, bucket by bucket. */
  KeptBuckets keptBuckets() {
    return shared.keptBuckets;
  }

  /** The number of the file's last change. */
  long change() {
    return change;
  }

  /** Rows of views in the file that were asked for before. */
  KeptViews keptViews() {
    return shared.keptViews;
  }

  /** The cells of {@link #recentCells}, by their place. */
  List<RecentCell> cells() {
    return cells;
  }

  /** What the reading is known by in SQL, until the snapshot is closed. */
  long issue(Reading reading) {
    long ticket = shared.tables.readings().issue(reading);
    tickets.add(ticket);
    return ticket;
  }

  @Override
  public void close() {
    tickets.forEach(shared.tables.readings()::takeBack);
    tickets.clear();
    forgetJoins();
  }

  private void forgetJoins() {
    shared.tables.joins().takeBack(joinsTicket);
    joinsTicket = NO_TICKET;
  }
}
