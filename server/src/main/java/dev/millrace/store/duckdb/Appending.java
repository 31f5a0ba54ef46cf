package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.StorePosition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches into the current generation's tables in memory. Owned by whoever holds the store's
 * writing lock.
 */
final class Appending implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Appending.class);
  private static final String STAGE = "store";

  /**
   * Surplus rows of a generation's activity at which they are merged: what a question about the
   * newest quarter of an hour must merge at most, for half a millisecond's work each time.
   */
  private static final int MERGE_ROWS = 1_000;

  /** Rows that have gone through the stage when it is made anew. */
  private static final long STAGED_ROWS = 50_000;

  private static final String INSERT_EVENTS =
      """
      insert into %s
      select
        project, id_uuid, id_text, name, "user", anonymous, time, skew, sent, received,
        properties::json::variant, unparsed, context, "partition", "offset"
      from stage
      """;

  /** For a batch with JSON that the engine refuses: such properties are kept as text. */
  private static final String INSERT_REFUSED_AS_TEXT =
      """
      insert into %s
      select
        project, id_uuid, id_text, name, "user", anonymous, time, skew, sent, received,
        try_cast(try_cast(properties as json) as variant) as read,
        case when properties is not null and read is null then properties else unparsed end,
        context, "partition", "offset"
      from stage
      """;

  private static final String INSERT_ACTIVITY =
      """
      insert into %s
      select
        project,
        time_bucket(interval '15 minutes', time) as bucket,
        name,
        count(*) as "count",
        approx_count_distinct("user") export_state as people
      from stage
      group by all
      """;

  private static final String MERGE_ACTIVITY =
      """
      create or replace temp table merged as
      select project, bucket, name, sum("count")::bigint as "count", combine_aggr(people) as people
      from %s
      group by all
      """;

  private final DuckDBConnection connection;
  private final Metrics metrics;
  private long staged;
  private long prepared = -1;
  private @Nullable PreparedStatement insertEvents;
  private @Nullable PreparedStatement insertActivity;

  Appending(DuckDBConnection connection, Metrics metrics) throws SQLException {
    this.connection = connection;
    this.metrics = metrics;
    Sql.execute(connection, Layout.STAGE);
  }

  /** Makes the tables of a generation. */
  void open(Generation generation) throws SQLException {
    for (String sql : Layout.createGeneration(generation.number())) {
      Sql.execute(connection, sql);
    }
  }

  /** One transaction: the batch's events and activity, or nothing. */
  void append(Generation generation, EventBatch batch) throws SQLException {
    StorePosition to = new StorePosition(batch.logId(), batch.to());
    if (batch.events().isEmpty()) {
      generation.add(0, 0, to);
      return;
    }
    long started = System.nanoTime();
    clearStage(batch.events().size());
    prepare(generation);
    stage(generation, batch);
    started = took("stage", started);
    long activityRows = insert(generation, batch);
    generation.add(batch.events().size(), activityRows, to);
    took("insert", started);
  }

  /** Truncating alone keeps the memory of the truncated rows. */
  private void clearStage(int added) throws SQLException {
    if (staged > STAGED_ROWS) {
      closeStatements();
      Sql.execute(connection, Layout.STAGE);
      staged = 0;
    } else {
      Sql.execute(connection, "truncate stage");
    }
    staged += added;
  }

  private void prepare(Generation generation) throws SQLException {
    if (prepared == generation.number()) {
      return;
    }
    closeStatements();
    insertEvents =
        connection.prepareStatement(INSERT_EVENTS.formatted(Layout.events(generation.number())));
    insertActivity =
        connection.prepareStatement(
            INSERT_ACTIVITY.formatted(Layout.activity(generation.number())));
    prepared = generation.number();
  }

  private void stage(Generation generation, EventBatch batch) throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("stage")) {
      for (LoggedEvent logged : batch.events()) {
        Event event = logged.event();
        appender.beginRow().append(event.project());
        UUID uuid = Ids.uuid(event.id());
        if (uuid == null) {
          appender.appendNull().append(event.id());
        } else {
          appender
              .appendUUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits())
              .appendNull();
        }
        appender.append(event.name()).append(event.user());
        appendText(appender, event.anonymous());
        appendTime(appender, event);
        appender.appendEpochMicros(event.received());
        appendProperties(appender, generation.shape(), event.properties());
        appendText(appender, event.context().isEmpty() ? null : event.context().toString());
        appender.append(logged.partition()).append(logged.offset()).endRow();
      }
    }
  }

  private static void appendTime(DuckDBAppender appender, Event event) throws SQLException {
    appender.appendEpochMicros(event.time());
    long skew = event.time() - event.sent();
    if (!event.hasSent()) {
      appender.appendNull().appendNull();
    } else if (Math.abs(skew) <= Layout.NEAR_MICROS) {
      appender.append(skew).appendNull();
    } else {
      appender.appendNull().appendEpochMicros(event.sent());
    }
  }

  private static void appendProperties(DuckDBAppender appender, JsonShape shape, RawJson properties)
      throws SQLException {
    if (shape.visit(properties) > JsonShape.MAX_DEPTH) {
      appender.appendNull().append(properties.toString());
    } else {
      appender.append(properties.toString()).appendNull();
    }
  }

  private static void appendText(DuckDBAppender appender, @Nullable String text)
      throws SQLException {
    if (text == null) {
      appender.appendNull();
    } else {
      appender.append(text);
    }
  }

  /** Returns the rows added to activity. */
  private long insert(Generation generation, EventBatch batch) throws SQLException {
    try {
      return insertWith(insertEvents);
    } catch (SQLException e) {
      closeStatements();
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
      prepare(generation);
      LOG.warn(
          "properties that the engine does not read are kept as text events={} reason={}",
          refused(),
          DuckDbFaults.line(e));
    }
    try (PreparedStatement tolerant =
        connection.prepareStatement(
            INSERT_REFUSED_AS_TEXT.formatted(Layout.events(generation.number())))) {
      return insertWith(tolerant);
    }
  }

  private long insertWith(@Nullable PreparedStatement events) throws SQLException {
    long[] rows = new long[1];
    Sql.inTransaction(
        connection,
        () -> {
          require(events).executeUpdate();
          rows[0] = require(insertActivity).executeUpdate();
        });
    return rows[0];
  }

  private long refused() throws SQLException {
    return Sql.number(
        connection,
        """
        select count(*) from stage
        where properties is not null
          and try_cast(try_cast(properties as json) as variant) is null
        """);
  }

  /** Keeps the generation's activity short; the batch has been applied already. */
  void mergeActivity(Generation generation) throws SQLException {
    if (generation.surplusActivityRows() < MERGE_ROWS) {
      return;
    }
    long started = System.nanoTime();
    String table = Layout.activity(generation.number());
    long[] rows = new long[1];
    Sql.inTransaction(
        connection,
        () -> {
          Sql.execute(connection, MERGE_ACTIVITY.formatted(table));
          Sql.execute(connection, "delete from " + table);
          rows[0] = Sql.update(connection, "insert into " + table + " select * from merged");
        });
    generation.activityMerged(rows[0]);
    took("merge", started);
  }

  private long took(String step, long started) {
    long now = System.nanoTime();
    metrics.took(STAGE, step, now - started);
    return now;
  }

  private static PreparedStatement require(@Nullable PreparedStatement statement) {
    if (statement == null) {
      throw new IllegalStateException("no generation is prepared");
    }
    return statement;
  }

  private void closeStatements() throws SQLException {
    if (insertEvents != null) {
      insertEvents.close();
    }
    if (insertActivity != null) {
      insertActivity.close();
    }
    prepared = -1;
  }

  /** The connection belongs to the engine. */
  @Override
  public void close() throws SQLException {
    closeStatements();
  }
}
