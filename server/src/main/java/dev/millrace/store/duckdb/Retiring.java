package dev.millrace.store.duckdb;

import dev.millrace.store.Lifetimes;
import dev.millrace.store.duckdb.FileChanges.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes days out of the file that are kept no longer: once at the start and then daily, a day of a
 * project in each step, with long pauses between, so that moving events into the file does not
 * wait. Whole days, since events lie in the file about as they came: row groups of which nothing is
 * left are free for new ones, without anything being rewritten.
 *
 * <p>Owned by the flushing thread.
 */
final class Retiring {
  private static final Logger LOG = LoggerFactory.getLogger(Retiring.class);
  private static final long AGAIN_NANOS = Duration.ofHours(24).toNanos();

  /** Of the time, what steps may take: a twentieth. */
  private static final int PAUSES = 19;

  private static final String OLD_DAYS =
      """
      select distinct epoch_us(time) // %d as day from main.all_events
      where project = ? and time < make_timestamp(?::bigint)
      order by day
      """
          .formatted(ViewRows.DAY_MICROS);

  private static final String DELETE =
      """
      delete from %s
      where project = ? and time >= make_timestamp(?::bigint) and time < make_timestamp(?::bigint)
      """;

  private final Lifetimes lifetimes;
  private final InstantSource clock;
  private final Deque<Step> steps = new ArrayDeque<>();
  private boolean looked;
  private long dueNanos;

  private record Step(String project, long day) {}

  Retiring(Lifetimes lifetimes, InstantSource clock) {
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.dueNanos = System.nanoTime();
  }

  /** Until the next step; never if nothing goes. */
  long nanosUntilDue() {
    return lifetimes.isForever() ? Long.MAX_VALUE : Math.max(0, dueNanos - System.nanoTime());
  }

  /** Whether everything is out that went by the last look. */
  boolean isDone() {
    return lifetimes.isForever() || (looked && steps.isEmpty());
  }

  /** Makes one step. Returns how many events were deleted. */
  long step(Engine engine, Views views) throws SQLException {
    long started = System.nanoTime();
    long deleted = 0;
    if (steps.isEmpty()) {
      look(engine.flushing());
    } else {
      deleted = delete(engine, views, steps.getFirst());
      steps.removeFirst();
    }
    long ended = System.nanoTime();
    dueNanos = steps.isEmpty() ? ended + AGAIN_NANOS : ended + PAUSES * (ended - started);
    return deleted;
  }

  private void look(DuckDBConnection connection) throws SQLException {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    List<String> projects = new ArrayList<>();
    Sql.visit(
        connection,
        "select distinct project from main.people order by project",
        row -> projects.add(row.getString(1)));
    for (String project : projects) {
      long keptFrom = lifetimes.keptFrom(project, now);
      if (keptFrom != Long.MIN_VALUE) {
        addOldDays(connection, project, keptFrom);
      }
    }
    forgetFingerprints(connection, now);
    looked = true;
  }

  private void addOldDays(DuckDBConnection connection, String project, long keptFrom)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OLD_DAYS)) {
      statement.setString(1, project);
      statement.setLong(2, keptFrom);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          steps.add(new Step(project, rows.getLong(1)));
        }
      }
    }
  }

  /** A retry of an event that is older than all that is kept is dropped for its age. */
  private void forgetFingerprints(DuckDBConnection connection, long now) throws SQLException {
    int days = lifetimes.longestDays();
    if (days > 0) {
      long before = now - (days + 2) * ViewRows.DAY_MICROS;
      Sql.execute(
          connection,
          "delete from main.erased where coalesce(sent, received) < make_timestamp(%d::bigint)"
              .formatted(before));
    }
  }

  private static long delete(Engine engine, Views views, Step step) throws SQLException {
    DuckDBConnection connection = engine.flushing();
    Span day = new Span(step.day() * ViewRows.DAY_MICROS, (step.day() + 1) * ViewRows.DAY_MICROS);
    long[] deleted = new long[1];
    Sql.inTransaction(
        connection,
        () -> {
          for (String table : Layout.EVENTS) {
            try (PreparedStatement statement =
                connection.prepareStatement(DELETE.formatted(table))) {
              statement.setString(1, step.project());
              statement.setLong(2, day.from());
              statement.setLong(3, day.to());
              deleted[0] += statement.executeLargeUpdate();
            }
          }
          views.recount(day.from());
          Sql.execute(connection, Layout.COUNT_CHANGE);
          long change = Sql.number(connection, "select changes from main.meta");
          Layout.EVENTS.forEach(table -> engine.changes().note(change, table, day));
        });
    LOG.info(
        "day retired project={} day={} events={}",
        step.project(),
        Instant.EPOCH.plus(step.day(), ChronoUnit.DAYS),
        deleted[0]);
    return deleted[0];
  }
}
