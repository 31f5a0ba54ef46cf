package dev.millrace.store.duckdb;

import dev.millrace.store.View;
import dev.millrace.store.ViewStatus;
import dev.millrace.store.ViewStatus.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the views in the file: adds every generation to them, builds new versions from the events a
 * day at a time, the newest day first, and adds up rows that a filled-in past has left. All of it
 * happens in the flushing thread, so that a version has exactly the events of the file from where
 * it is built, after a crash too; others read {@link #status}.
 */
final class Views {
  private static final Logger LOG = LoggerFactory.getLogger(Views.class);

  private final DuckDBConnection connection;
  private final RecentTables tables;
  private final ViewRows rows;
  private final FileCounting file;
  private final Map<StoredView, Set<Long>> unmerged = new HashMap<>();
  private final Map<Integer, Span> spans = new ConcurrentHashMap<>();
  private final Map<StoredView, String> failed = new ConcurrentHashMap<>();

  /** Versions to begin, by view. */
  private final Map<String, Integer> requests = new ConcurrentSkipListMap<>();

  private volatile List<StoredView> versions = List.of();

  /** Oldest and newest time of the events that a version is built from. */
  private record Span(long oldest, long newest) {
    double progress(long builtFrom) {
      return newest <= oldest || builtFrom > newest
          ? 0
          : Math.clamp((double) (newest - builtFrom) / (newest - oldest), 0, 1);
    }
  }

  private Views(DuckDBConnection connection, RecentTables tables) throws SQLException {
    this.connection = connection;
    this.tables = tables;
    this.rows = new ViewRows(connection);
    this.file = new FileCounting(connection, tables);
  }

  /** Finds the views in the file, begins those that it lacks, and drops those not wanted. */
  static Views open(DuckDBConnection connection, RecentTables tables, List<View> wanted)
      throws SQLException {
    Views views = new Views(connection, tables);
    Sql.inTransaction(connection, () -> views.agreeWith(wanted));
    views.versions = ViewVersions.read(connection);
    for (StoredView version : views.versions) {
      views.unmerged.put(version, ViewRows.unmerged(connection, version));
    }
    return views;
  }

  private void agreeWith(List<View> wanted) throws SQLException {
    List<StoredView> stored = ViewVersions.read(connection);
    Set<String> names = new TreeSet<>();
    wanted.forEach(view -> names.add(view.name()));
    for (StoredView version : stored) {
      boolean outdated = !wanted.contains(version.view());
      if (!names.contains(version.view().name()) || (outdated && !version.isComplete())) {
        ViewVersions.delete(connection, version);
      }
    }
    int id = nextId(stored);
    boolean empty = Sql.number(connection, Layout.COUNT_EVENTS) == 0;
    long builtFrom = empty ? StoredView.EVERYTHING : StoredView.NOTHING;
    for (View view : wanted) {
      if (stored.stream().noneMatch(version -> version.view().equals(view))) {
        ViewVersions.insert(connection, new StoredView(id++, view, builtFrom));
      }
    }
  }

  private static int nextId(List<StoredView> stored) {
    return stored.stream().mapToInt(StoredView::id).max().orElse(0) + 1;
  }

  /** Adds a generation, in the transaction that writes its events. */
  void add(Generation generation) throws SQLException {
    for (StoredView version : versions) {
      if (version.builtFrom() == StoredView.NOTHING || failed.containsKey(version)) {
        continue;
      }
      CollectedCells cells = new CollectedCells();
      try {
        generation
            .cells(version.view())
            .visit(
                connection,
                tables,
                generation.view(),
                ViewRows.LATEST,
                (key, cell) -> {
                  if (key.bucket() >= version.builtFrom()) {
                    cells.add(key, cell);
                  }
                });
        Objects.requireNonNull(unmerged.computeIfAbsent(version, _ -> new TreeSet<>()))
            .addAll(rows.add(version, cells.byKey()));
      } catch (CollectedCells.TooMany e) {
        fail(version, e);
      }
    }
  }

  /** The version loses its rows in the present transaction, and is not asked any more. */
  private void fail(StoredView version, CollectedCells.TooMany tooMany) throws SQLException {
    String problem = tooMany.getMessage();
    LOG.warn("view given up view={} reason={}", version.view().name(), problem);
    failed.put(version, problem);
    ViewVersions.update(
        connection, new StoredView(version.id(), version.view(), StoredView.NOTHING));
    ViewRows.deleteAll(connection, version);
  }

  boolean hasWork() {
    return !requests.isEmpty() || building() != null || unmergedVersion() != null;
  }

  private @Nullable StoredView building() {
    for (StoredView version : versions) {
      if (isBuilding(version)) {
        return version;
      }
    }
    return null;
  }

  private @Nullable StoredView unmergedVersion() {
    for (StoredView version : versions) {
      if (!unmerged.getOrDefault(version, Set.of()).isEmpty()) {
        return version;
      }
    }
    return null;
  }

  /** Does one step of what there is to do; between two steps generations can be added. */
  void work() throws SQLException {
    for (Map.Entry<String, Integer> requested : requests.entrySet()) {
      begin(requested.getKey(), requested.getValue());
    }
    StoredView building = building();
    if (building != null) {
      build(building);
      return;
    }
    StoredView version = unmergedVersion();
    if (version != null) {
      Set<Long> days = Objects.requireNonNull(unmerged.get(version));
      long day = days.iterator().next();
      try {
        Sql.inTransaction(connection, () -> rows.merge(version, day));
        days.remove(day);
      } catch (CollectedCells.TooMany e) {
        days.clear();
        Sql.inTransaction(connection, () -> fail(version, e));
      }
    }
  }

  private void build(StoredView version) throws SQLException {
    long before = Math.min(version.builtFrom(), ViewRows.LATEST);
    long day = ViewRows.day(before - 1);
    long events = spans.containsKey(version.id()) ? file.events(day, before) : 0;
    if (events == 0) {
      // The first time, and where there are gaps: it reads the times of all events.
      Span span = span(before);
      spans.putIfAbsent(version.id(), span);
      if (span.newest() == Long.MIN_VALUE) {
        finish(version);
        return;
      }
      day = ViewRows.day(span.newest());
      events = file.events(day, Math.min(day + ViewRows.DAY_MICROS, before));
    }
    build(version, day, Math.min(day + ViewRows.DAY_MICROS, before), events);
  }

  /** Builds a day, or as much of it as the version lacks. */
  private void build(StoredView version, long day, long until, long events) throws SQLException {
    Map<ViewKey, ViewCell> cells;
    try {
      cells = file.count(version.view(), day, until, events);
    } catch (CollectedCells.TooMany e) {
      Sql.inTransaction(connection, () -> fail(version, e));
      return;
    }
    StoredView further = new StoredView(version.id(), version.view(), day);
    Sql.inTransaction(
        connection,
        () -> {
          rows.replace(further, day, cells);
          ViewVersions.update(connection, further);
        });
    replace(version, further);
  }

  /** Oldest and newest event of the file before a time. */
  private Span span(long before) throws SQLException {
    List<Span> found = new ArrayList<>();
    Sql.visit(
        connection,
        "select epoch_us(min(time)), epoch_us(max(time)) from main.all_events"
            + " where time < make_timestamp("
            + before
            + "::bigint)",
        row -> {
          long oldest = row.getLong(1);
          found.add(
              row.wasNull()
                  ? new Span(Long.MIN_VALUE, Long.MIN_VALUE)
                  : new Span(oldest, row.getLong(2)));
        });
    return found.getFirst();
  }

  /** Counts a day again in every version, in the present transaction. */
  void recount(long day) throws SQLException {
    inEach(
        day,
        version ->
            rows.replace(
                version,
                day,
                file.countInTransaction(version.view(), day, day + ViewRows.DAY_MICROS)));
  }

  /**
   * Takes events of a day out of every version, in the transaction that deletes them afterwards.
   * Only the cells that they are in are counted again, without them: of what a cell adds up, little
   * could be taken away from it.
   *
   * @param gone which events, in the engine's SQL
   */
  void takeOut(long day, String gone) throws SQLException {
    long to = day + ViewRows.DAY_MICROS;
    long events = file.events(day, to);
    inEach(
        day,
        version -> {
          View view = version.view();
          TouchedCells touched = file.touched(view, day, to, gone);
          if (!touched.isEmpty()) {
            rows.replace(
                version,
                day,
                touched,
                file.countInTransaction(view, day, to, events, touched, gone));
          }
        });
  }

  /** What is done with a version. */
  @FunctionalInterface
  private interface VersionWork {
    void run(StoredView version) throws SQLException;
  }

  /** Works on each version that has the day's events. */
  private void inEach(long day, VersionWork work) throws SQLException {
    for (StoredView version : versions) {
      if (day >= version.builtFrom() && !failed.containsKey(version)) {
        try {
          work.run(version);
        } catch (CollectedCells.TooMany e) {
          fail(version, e);
        }
      }
    }
  }

  /** The version takes the place of the others of its name. */
  private void finish(StoredView version) throws SQLException {
    StoredView complete = new StoredView(version.id(), version.view(), StoredView.EVERYTHING);
    List<StoredView> older =
        versions.stream()
            .filter(each ->
                each.view().name().equals(version.view().name()) && each.id() < version.id())
            .toList();
    Sql.inTransaction(
        connection,
        () -> {
          for (StoredView each : older) {
            ViewVersions.delete(connection, each);
          }
          ViewVersions.update(connection, complete);
        });
    List<StoredView> remaining = new ArrayList<>(versions);
    remaining.removeAll(older);
    versions = List.copyOf(remaining);
    replace(version, complete);
    LOG.info("view built view={} version={}", version.view().name(), version.id());
  }

  private void replace(StoredView version, StoredView by) {
    Set<Long> days = unmerged.remove(version);
    unmerged.put(by, days == null ? new TreeSet<>() : days);
    versions = versions.stream().map(each -> each.equals(version) ? by : each).toList();
  }

  /**
   * Has the view built anew; any thread may ask.
   *
   * @return the version that will have been built: the one that is being built, if there is one; or
   *     nothing if there is no view of that name
   */
  synchronized OptionalInt request(String name) {
    StoredView newest = newest(name);
    if (newest == null) {
      return OptionalInt.empty();
    }
    if (isBuilding(newest)) {
      return OptionalInt.of(newest.id());
    }
    Integer requested = requests.get(name);
    if (requested == null) {
      int others = requests.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      requested = Math.max(nextId(versions), others + 1);
      requests.put(name, requested);
    }
    return OptionalInt.of(requested);
  }

  private @Nullable StoredView newest(String name) {
    return versions.stream()
        .filter(version -> version.view().name().equals(name))
        .reduce((_, later) -> later)
        .orElse(null);
  }

  private boolean isBuilding(StoredView version) {
    return !version.isComplete() && !failed.containsKey(version);
  }

  /** Begins a new version of a ready or failed view. */
  private void begin(String name, int id) throws SQLException {
    StoredView newest = Objects.requireNonNull(newest(name));
    boolean hasFailed = failed.containsKey(newest);
    StoredView next = new StoredView(id, newest.view(), StoredView.NOTHING);
    Sql.inTransaction(
        connection,
        () -> {
          if (hasFailed) {
            ViewVersions.delete(connection, newest);
          }
          ViewVersions.insert(connection, next);
        });
    List<StoredView> all = new ArrayList<>(versions);
    if (hasFailed) {
      all.remove(newest);
    }
    all.add(next);
    synchronized (this) {
      failed.remove(newest);
      versions = List.copyOf(all);
      requests.remove(name);
    }
  }

  List<ViewStatus> status() {
    return versions.stream().map(this::status).toList();
  }

  private ViewStatus status(StoredView version) {
    String problem = failed.get(version);
    if (problem != null) {
      return new ViewStatus(version.view(), version.id(), State.FAILED, 0, problem);
    }
    Span span = spans.get(version.id());
    return version.isComplete()
        ? new ViewStatus(version.view(), version.id(), State.READY, 1, null)
        : new ViewStatus(
            version.view(),
            version.id(),
            State.BUILDING,
            span == null ? 0 : span.progress(version.builtFrom()),
            null);
  }
}
