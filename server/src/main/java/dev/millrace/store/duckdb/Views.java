package dev.millrace.store.duckdb;

import dev.millrace.store.Trend;
import dev.millrace.store.View;
import dev.millrace.store.ViewStatus;
import dev.millrace.store.ViewStatus.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
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

  /** Rows that a view may get from one generation or one day, which bounds memory. */
  private static final int MAX_CELLS = 200_000;

  /** Events that are added up at once while a version is built, which bounds memory. */
  private static final long SLICE_EVENTS = 4_000_000;

  private final DuckDBConnection connection;
  private final RecentTables tables;
  private final ViewRows rows;
  private final Map<StoredView, Set<Long>> unmerged = new HashMap<>();
  private final Map<Integer, Span> spans = new ConcurrentHashMap<>();
  private final Map<StoredView, String> failed = new ConcurrentHashMap<>();
  private final Set<String> requests = new ConcurrentSkipListSet<>();
  private volatile List<StoredView> versions = List.of();

  /** Oldest and newest time of the events that a version is built from. */
  private record Span(long oldest, long newest) {
    double progress(long builtFrom) {
      return newest <= oldest || builtFrom > newest
          ? 0
          : Math.clamp((double) (newest - builtFrom) / (newest - oldest), 0, 1);
    }
  }

  /** More cells than a view may have. */
  private static final class TooManyCells extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private Views(DuckDBConnection connection, RecentTables tables) throws SQLException {
    this.connection = connection;
    this.tables = tables;
    this.rows = new ViewRows(connection);
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
      Map<ViewKey, ViewCell> cells = new HashMap<>();
      try {
        BiConsumer<ViewKey, ViewCell> collector = collector(version, cells);
        generation
            .cells(version.view())
            .visit(
                connection,
                tables,
                generation.view(),
                ViewRows.LATEST,
                (key, cell) -> {
                  if (key.bucket() >= version.builtFrom()) {
                    collector.accept(key, cell);
                  }
                });
      } catch (TooManyCells _) {
        fail(version);
        continue;
      }
      Objects.requireNonNull(unmerged.computeIfAbsent(version, _ -> new TreeSet<>()))
          .addAll(rows.add(version, cells));
    }
  }

  private static BiConsumer<ViewKey, ViewCell> collector(
      StoredView version, Map<ViewKey, ViewCell> cells) {
    return (key, cell) -> {
      ViewCell before = cells.putIfAbsent(key, cell);
      if (before != null) {
        before.add(cell);
      } else if (cells.size() > MAX_CELLS) {
        throw new TooManyCells();
      }
    };
  }

  /** The version loses its rows in the present transaction, and is not asked any more. */
  private void fail(StoredView version) throws SQLException {
    String problem = "more than " + MAX_CELLS + " combinations of values; break down by less";
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
      if (!version.isComplete() && !failed.containsKey(version)) {
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
    for (String requested : requests) {
      begin(requested);
      requests.remove(requested);
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
      Sql.inTransaction(connection, () -> rows.merge(version, day));
      days.remove(day);
    }
  }

  private void build(StoredView version) throws SQLException {
    long before = Math.min(version.builtFrom(), ViewRows.LATEST);
    long day = ViewRows.day(before - 1);
    long events = spans.containsKey(version.id()) ? events(day, before) : 0;
    if (events == 0) {
      // The first time, and where there are gaps: it reads the times of all events.
      Span span = span(before);
      spans.putIfAbsent(version.id(), span);
      if (span.newest() == Long.MIN_VALUE) {
        finish(version);
        return;
      }
      day = ViewRows.day(span.newest());
      events = events(day, Math.min(day + ViewRows.DAY_MICROS, before));
    }
    build(version, day, Math.min(day + ViewRows.DAY_MICROS, before), events);
  }

  /** Builds a day, or as much of it as the version lacks. */
  private void build(StoredView version, long day, long until, long events) throws SQLException {
    Map<ViewKey, ViewCell> cells = new HashMap<>();
    try {
      count(version, day, until, events, cells);
    } catch (TooManyCells _) {
      Sql.inTransaction(connection, () -> fail(version));
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

  private long events(long from, long to) throws SQLException {
    return Sql.number(
        connection,
        "select count(*) from main.all_events where time >= make_timestamp(%d::bigint) and time < make_timestamp(%d::bigint)"
            .formatted(from, to));
  }

  private void count(
      StoredView version, long from, long to, long events, Map<ViewKey, ViewCell> cells)
      throws SQLException {
    long width = width(from, to, events);
    for (long start = from; start < to; start += width) {
      countSlice(version, start, Math.min(to, start + width), cells);
    }
  }

  /** Slices whose events fit into memory. */
  private static long width(long from, long to, long events) {
    long slices = events / SLICE_EVENTS + 1;
    return ViewRows.quarter((to - from) / slices - 1) + Trend.GRAIN;
  }

  private void countSlice(StoredView version, long from, long to, Map<ViewKey, ViewCell> cells)
      throws SQLException {
    Map<ViewKey, ViewCell> found = new HashMap<>();
    try {
      count(version, from, to, false, collector(version, found));
    } catch (SQLException e) {
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
      found.clear();
      count(version, from, to, true, collector(version, found));
    }
    found.forEach(collector(version, cells));
  }

  private void count(
      StoredView version,
      long from,
      long to,
      boolean careful,
      BiConsumer<ViewKey, ViewCell> visitor)
      throws SQLException {
    try (ReadSnapshot file = ReadSnapshot.ofFile(tables)) {
      ViewCells.visit(
          connection,
          new ViewCells(version.view(), file, careful),
          file::fromFile,
          from,
          to,
          visitor);
    }
  }

  /** Counts days again in every version, in the present transaction. */
  void recount(Set<Long> days) throws SQLException {
    for (StoredView version : versions) {
      for (long day : days) {
        if (day >= version.builtFrom()) {
          recount(version, day);
        }
      }
    }
  }

  private void recount(StoredView version, long day) throws SQLException {
    Map<ViewKey, ViewCell> cells = new HashMap<>();
    try {
      long until = day + ViewRows.DAY_MICROS;
      long width = width(day, until, events(day, until));
      for (long start = day; start < until; start += width) {
        count(version, start, Math.min(until, start + width), true, collector(version, cells));
      }
      rows.replace(version, day, cells);
    } catch (TooManyCells _) {
      fail(version);
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

  /** Has the view built anew; false if there is none of that name. Any thread may ask. */
  boolean request(String name) {
    if (versions.stream().noneMatch(version -> version.view().name().equals(name))) {
      return false;
    }
    requests.add(name);
    return true;
  }

  /** Begins a new version of a ready or failed view. */
  private void begin(String name) throws SQLException {
    StoredView newest =
        versions.stream()
            .filter(version -> version.view().name().equals(name))
            .reduce((_, later) -> later)
            .orElseThrow();
    if (!newest.isComplete() && !failed.containsKey(newest)) {
      return;
    }
    StoredView next = new StoredView(nextId(versions), newest.view(), StoredView.NOTHING);
    Sql.inTransaction(
        connection,
        () -> {
          if (failed.containsKey(newest)) {
            ViewVersions.delete(connection, newest);
          }
          ViewVersions.insert(connection, next);
        });
    List<StoredView> all = new ArrayList<>(versions);
    if (failed.remove(newest) != null) {
      all.remove(newest);
    }
    all.add(next);
    versions = List.copyOf(all);
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
