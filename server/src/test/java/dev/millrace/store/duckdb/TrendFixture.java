package dev.millrace.store.duckdb;

import dev.millrace.store.Answer;
import dev.millrace.store.Commits;
import dev.millrace.store.EventBatch;
import dev.millrace.store.EventStore;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Schema;
import dev.millrace.store.StorePosition;
import dev.millrace.store.StoreStatus;
import dev.millrace.store.Trend;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real engine with the two tables that trends read, filled by hand; answers trends only. */
final class TrendFixture implements EventStore {
  /** As {@link TrendByHand} knows an event. */
  record Stored(String project, String name, String user, long time, String properties) {}

  private final Commits commits = new Commits(StorePosition.START);
  private final Connection connection;

  TrendFixture() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      execute(
          """
          create table events (
            project varchar, name varchar, "user" varchar, time timestamp, properties variant)
          """);
      execute(
          """
          create table activity as
          select project, time as bucket, name, count(*) as "count",
            approx_count_distinct("user") export_state as people
          from events group by all limit 0
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds events, and rows of the view as one batch. */
  void add(List<Stored> events) {
    try {
      execute(
          """
          create or replace temp table batch (
            project varchar, name varchar, "user" varchar, time timestamp, properties varchar)
          """);
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into batch values (?, ?, ?, make_timestamp(?::bigint), ?)")) {
        for (Stored event : events) {
          insert.setString(1, event.project());
          insert.setString(2, event.name());
          insert.setString(3, event.user());
          insert.setLong(4, event.time());
          insert.setString(5, event.properties());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
      execute(
          """
          insert into events
          select project, name, "user", time, properties::json::variant from batch
          """);
      execute(
          """
          insert into activity
          select project, time_bucket(interval 15 minutes, time), name, count(*),
            approx_count_distinct("user") export_state
          from batch group by all
          """);
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
  public synchronized Answer trend(Trend trend, Duration timeLimit) {
    try {
      return TrendReader.read(connection, new TrendTables("events", "activity"), trend, timeLimit);
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
    throw new UnsupportedOperationException();
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
