package dev.millrace.store.duckdb;

import dev.millrace.event.Positions;
import dev.millrace.metrics.Metrics;
import dev.millrace.store.duckdb.FileChanges.Span;
import dev.millrace.store.duckdb.Identities.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a sealed generation from memory into the file: events, people, views, erasures, positions
 * and the generation's number in one transaction. Owned by the flushing thread, the only one that
 * writes the file.
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

  /** Takes the table, skew and sent, properties, and the events. */
  private static final String INSERT =
      """
      insert into main.%s
      select
        project, id_high, id_low, id_text, name, number, anonymous, time, %s, received,
        %s, context, "partition", "offset"
      from %s
      """;

  private static final String ON_TIME =
      """
      where epoch_us(time) between epoch_us(received) - %1$d and epoch_us(received) + %1$d
        and coalesce(
          coalesce(epoch_us(time) - skew, epoch_us(sent))
            between epoch_us(received) - %1$d and epoch_us(received) + %1$d,
          true)
      """
          .formatted(Layout.NEAR_MICROS);

  private static final String LATE_SENT =
      "null, coalesce(sent, make_timestamp(epoch_us(time) - skew))";

  /** The engine reads the JSON of properties; what it cannot read fails the statement. */
  private static final String READ = "properties::json::variant, unparsed";

  /** For a generation with JSON that the engine refuses: such properties are kept as text. */
  private static final String READ_OR_KEPT_AS_TEXT =
      """
      try_cast(try_cast(properties as json) as variant) as read,
      case when properties is not null and read is null then properties else unparsed end\
      """;

  private final Engine engine;
  private final DuckDBConnection connection;
  private final Views views;
  private final DuckDbConfig config;
  private final Metrics metrics;
  private long usedAtCheckpoint;
  private long eventsSinceCheckpoint;
  private int wideFlushesLeft;
  private volatile long bytesWritten;

  Flush(Engine engine, Views views, DuckDbConfig config, Metrics metrics) throws SQLException {
    this.engine = engine;
    this.connection = engine.flushing();
    this.views = views;
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

  /**
   * Commits the generation to the file. After a failure the file has all of it or nothing, but for
   * events of people whom it erases, some of which may be gone.
   *
   * @return how many events were erased, from the generation and from before
   */
  long move(Generation generation) throws SQLException {
    long begun = new Erasing(engine, views).begin(generation, this::checkpointWhenDue);
    long walBefore = size(config.wal());
    long started = System.nanoTime();
    shred(generation);
    long erased;
    try {
      erased = move(generation, READ);
    } catch (SQLException e) {
      if (!DuckDbFaults.isConversion(e)) {
        throw e;
      }
      LOG.warn(
          "properties that the engine does not read are kept as text reason={}",
          DuckDbFaults.line(e));
      erased = move(generation, READ_OR_KEPT_AS_TEXT);
    }
    metrics.took(STAGE, "flush", System.nanoTime() - started);
    eventsSinceCheckpoint += generation.events();
    bytesWritten += Math.max(0, size(config.wal()) - walBefore);
    return begun + erased;
  }

  private long move(Generation generation, String properties) throws SQLException {
    Erasing erasing = new Erasing(engine, views);
    Generation.View late = generation.view().late();
    try (ReadSnapshot snapshot = ReadSnapshot.ofOne(engine.tables(), generation);
        ReadSnapshot lateRows = ReadSnapshot.ofMemory(engine.tables(), late)) {
      Sql.inTransaction(
          connection,
          () -> {
            String events = snapshot.events().recentByRowGroup();
            insert(
                "events",
                "skew, sent",
                properties,
                late.rows() == 0 ? events : events + "\n" + ON_TIME);
            if (late.rows() > 0) {
              insert("late_events", LATE_SENT, properties, lateRows.events().recentByRowGroup());
              Sql.execute(connection, "update main.meta set has_late = true");
            }
            movePeople(generation);
            addLinks(connection, generation.links());
            views.add(generation);
            erasing.finish(generation);
            movePositions(generation);
            Sql.execute(connection, "update main.meta set generation = " + generation.number());
            Sql.execute(connection, Layout.COUNT_CHANGE);
            noteChanges(generation);
          });
    }
    erasing.forget(engine.identities());
    return erasing.events();
  }

  private void noteChanges(Generation generation) throws SQLException {
    boolean erases = !generation.erasures().isEmpty();
    long change = Sql.number(connection, "select changes from main.meta");
    FileChanges changes = engine.changes();
    changes.note(change, Layout.ON_TIME, erases ? Span.ALWAYS : generation.view().times(false));
    changes.note(change, Layout.LATE, erases ? Span.ALWAYS : generation.view().times(true));
  }

  /** Makes a checkpoint when one is due; nobody but the flushing thread waits for it. */
  void checkpointWhenDue() throws SQLException {
    if (eventsSinceCheckpoint >= CHECKPOINT_EVENTS
        || wideFlushesLeft > 0
        || size(config.wal()) >= config.walBytes()) {
      checkpointSoon();
    }
  }

  /** Makes a checkpoint now, unless something is in the way; then the next flush tries again. */
  void checkpointSoon() throws SQLException {
    try {
      checkpoint();
    } catch (SQLException e) {
      // Nothing is lost: the write-ahead log has it.
      if (!DuckDbFaults.isCheckpointInTheWay(e)) {
        throw e;
      }
      eventsSinceCheckpoint = CHECKPOINT_EVENTS;
      LOG.debug("checkpoint put off reason={}", DuckDbFaults.line(e));
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

  private void insert(String table, String sent, String properties, String events)
      throws SQLException {
    Sql.execute(connection, INSERT.formatted(table, sent, properties, events));
  }

  private void movePeople(Generation generation) throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("people")) {
      for (Generation.Person person : generation.view().people()) {
        appender
            .beginRow()
            .append(person.number())
            .append(person.project())
            .append(person.user())
            .endRow();
      }
    }
  }

  /** Adds rows to {@code main.links}. */
  static void addLinks(DuckDBConnection connection, Collection<Link> links) throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("links")) {
      for (Link link : links) {
        appender
            .beginRow()
            .append(link.number())
            .append(link.user())
            .append(link.isAlias())
            .append(link.since())
            .append(link.rank())
            .endRow();
      }
    }
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
