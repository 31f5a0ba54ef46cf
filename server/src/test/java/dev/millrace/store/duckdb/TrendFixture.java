package dev.millrace.store.duckdb;

import dev.millrace.store.Commits;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Plan;
import dev.millrace.store.Schema;
import dev.millrace.store.StorePosition;
import dev.millrace.store.StoreStatus;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The real engine with the tables of the store, filled by hand; answers questions only. */
final class TrendFixture implements EventStore {
  /** As {@link TrendByHand} knows an event. */
  record Stored(String project, String name, String user, long time, String properties) {}

  private final Commits commits = new Commits(StorePosition.START);
  private final Connection connection;
  private long generation;
  private long next;

  TrendFixture() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      for (String sql : Layout.FILE) {
        execute(sql);
      }
      for (String sql : Layout.MEMORY) {
        execute(sql);
      }
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds events to the file. */
  void add(List<Stored> events) {
    add(events, "main.events", "main.activity");
  }

  /** Adds events to a generation in memory. */
  void addRecent(List<Stored> events) {
    generation++;
    try {
      for (String sql : Layout.createGeneration(generation)) {
        execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    add(events, Layout.events(generation), Layout.activity(generation));
  }

  private void add(List<Stored> events, String table, String view) {
    try {
      connection.commit();
      execute(
          """
          create or replace temp table batch (
            project varchar, name varchar, "user" varchar, time timestamp, properties varchar,
            "offset" bigint)
          """);
      try (DuckDBAppender batch =
          connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", "batch")) {
        for (Stored event : events) {
          batch
              .beginRow()
              .append(event.project())
              .append(event.name())
              .append(event.user())
              .appendEpochMicros(event.time())
              .append(event.properties())
              .append(next++)
              .endRow();
        }
      }
      execute(
          "insert into "
              + table
              + " (project, name, \"user\", time, properties, \"partition\", \"offset\")"
              + " select project, name, \"user\", time, properties::json::variant, 0, \"offset\""
              + " from batch");
      execute(
          "insert into "
              + view
              + " select project, time_bucket(interval 15 minutes, time), name, count(*),"
              + " approx_count_distinct(\"user\") export_state from batch group by all");
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public synchronized <A> A answer(Plan<A> plan, Duration timeLimit) {
    try {
      try {
        return Plans.answer(connection, ReadSnapshot.take(connection), plan);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Commits commits() {
    return commits;
  }

  @Override
  public void append(EventBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void identitiesBySent(long from, long to, IdentityVisitor visitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void identitiesWithoutSent(long from, long to, IdentityVisitor visitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<LoggedEvent> newest(
      String project, int limit, @Nullable String user, @Nullable String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Schema schema(String project, Duration timeLimit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus("DuckDB", null, 0, 0, 0);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
