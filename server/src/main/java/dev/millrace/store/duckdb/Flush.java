package dev.millrace.store.duckdb;

import dev.millrace.event.Positions;
import dev.millrace.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a sealed generation from memory into the file: events, activity, positions and the
 * generation's number in one transaction. Owned by the flushing thread, the only one that writes
 * the file.
 */
final class Flush {
  private static final Logger LOG = LoggerFactory.getLogger(Flush.class);
  private static final String STAGE = "store";

  /**
   * Rows at which a checkpoint is due. Row groups smaller than this part of a full one would be
   * merged with their neighbours by later checkpoints, again and again.
   */
  private static final int CHECKPOINT_EVENTS = Layout.ROW_GROUP * 3 / 4;

  /**
   * For how many flushes after one with many distinct keys the columnar form stays off: a later
   * checkpoint may rewrite the row groups next to the ones that it adds.
   */
  private static final int WIDE_FLUSHES = 8;

  private static final String SHREDDING = "set global variant_minimum_shredding_size = ";

  /** The engine's default is this size; -1 is never. */
  private static final String SHREDDING_ON = "reset global variant_minimum_shredding_size";

  /**
   * Merges the generation's rows with those that the file has for the same keys, so that a key has
   * one row. The buckets come first, because they are what the engine can prune by.
   */
  private static final String MERGE_ACTIVITY =
      """
      create or replace temp table flushed as
      with
        added as (select project, bucket, name, "count", people from %1$s),
        present as (
          select project, bucket, name, "count", people
          from main.activity
          where bucket in (select bucket from added)
            and (project, bucket, name) in (select (project, bucket, name) from added))
      select project, bucket, name, sum("count")::bigint as "count", combine_aggr(people) as people
      from (from added union all from present)
      group by all
      """;

  private final DuckDBConnection connection;
  private final DuckDbConfig config;
  private final Metrics metrics;
  private long usedAtCheckpoint;
  private long eventsSinceCheckpoint;
  private int wideFlushesLeft;
  private volatile long bytesWritten;

  Flush(DuckDBConnection connection, DuckDbConfig config, Metrics metrics) throws SQLException {
    this.connection = connection;
    this.config = config;
    this.metrics = metrics;
    this.usedAtCheckpoint = bytesUsed();
  }

  /**
   * Bytes written to disk since the engine was opened, as far as the file's used blocks and the
   * write-ahead log have grown: what a checkpoint writes in place of something else is not in it.
   */
  long bytesWritten() {
    return bytesWritten;
  }

  /** Commits the generation to the file. After a failure the file has all of it or nothing. */
  void move(Generation generation) throws SQLException {
    long walBefore = size(config.wal());
    long started = System.nanoTime();
    shred(generation);
    Sql.inTransaction(
        connection,
        () -> {
          Sql.execute(
              connection, "insert into main.events from " + Layout.events(generation.number()));
          moveActivity(generation);
          movePositions(generation);
          Sql.execute(connection, "update main.meta set generation = " + generation.number());
        });
    metrics.took(STAGE, "flush", System.nanoTime() - started);
    eventsSinceCheckpoint += generation.events();
    bytesWritten += Math.max(0, size(config.wal()) - walBefore);
  }

  /** Makes a checkpoint when one is due; nobody but the flushing thread waits for it. */
  void checkpointWhenDue() throws SQLException {
    if (eventsSinceCheckpoint >= CHECKPOINT_EVENTS
        || wideFlushesLeft > 0
        || size(config.wal()) >= config.walBytes()) {
      try {
        checkpoint();
      } catch (SQLException e) {
        // Nothing is lost: the write-ahead log has it, and the next flush tries again.
        if (!DuckDbFaults.isCheckpointInTheWay(e)) {
          throw e;
        }
        LOG.debug("checkpoint put off reason={}", DuckDbFaults.line(e));
      }
    }
  }

  void checkpoint() throws SQLException {
    long started = System.nanoTime();
    Sql.execute(connection, "checkpoint");
    long used = bytesUsed();
    bytesWritten += Math.max(0, used - usedAtCheckpoint);
    usedAtCheckpoint = used;
    eventsSinceCheckpoint = 0;
    metrics.took(STAGE, "checkpoint", System.nanoTime() - started);
  }

  /** Forgets a generation that the file has. */
  void drop(Generation generation) throws SQLException {
    Sql.inTransaction(
        connection,
        () -> {
          for (String sql : Layout.dropGeneration(generation.number())) {
            Sql.execute(connection, sql);
          }
        });
  }

  private void moveActivity(Generation generation) throws SQLException {
    Sql.execute(connection, MERGE_ACTIVITY.formatted(Layout.activity(generation.number())));
    Sql.execute(
        connection,
        """
        delete from main.activity
        where bucket in (select bucket from flushed)
          and (project, bucket, name) in (select (project, bucket, name) from flushed)
        """);
    Sql.execute(connection, "insert into main.activity from flushed");
    Sql.execute(connection, "drop table flushed");
  }

  private void movePositions(Generation generation) throws SQLException {
    Sql.execute(connection, "delete from main.positions");
    Positions positions = generation.to().positions();
    try (PreparedStatement insert =
        connection.prepareStatement("insert into main.positions values (?, ?, ?)")) {
      for (int partition = 0; partition < positions.size(); partition++) {
        insert.setString(1, generation.to().logId());
        insert.setInt(2, partition);
        insert.setLong(3, positions.next(partition));
        insert.executeUpdate();
      }
    }
  }

  /** Chooses whether this transaction and its checkpoint store properties in columns. */
  private void shred(Generation generation) throws SQLException {
    if (generation.shape().isWide()) {
      if (wideFlushesLeft == 0) {
        LOG.warn(
            "more than {} distinct property keys in {} events: they are stored without columns,"
                + " questions about their properties take longer",
            JsonShape.MAX_KEYS,
            generation.events());
        Sql.execute(connection, SHREDDING + "-1");
      }
      wideFlushesLeft = WIDE_FLUSHES;
    } else if (wideFlushesLeft > 0 && --wideFlushesLeft == 0) {
      Sql.execute(connection, SHREDDING_ON);
    }
  }

  private long bytesUsed() throws SQLException {
    return Sql.number(
        connection,
        """
        select used_blocks * block_size from pragma_database_size()
        where database_name = current_database()
        """);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0;
    }
  }
}
