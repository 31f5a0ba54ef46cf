package dev.millrace.store.duckdb;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.store.StorePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open instance of DuckDB with its connections: one for the flushing thread, and those of the
 * readers. After a fatal error the instance is of no more use; once every connection is closed the
 * file can be opened again.
 */
final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int KIB = 1024;

  /** The longest page of events, and one more that tells whether there are others. */
  private static final int LATE_ROWS = 1_001;

  /** Memory for rows of views that are asked for again and again. */
  private static final long KEPT_ROWS_BYTES = 32L * KIB * KIB;

  /** Memory for what else is asked of the file again and again. */
  private static final long KEPT_RESULTS_BYTES = 16L * KIB * KIB;

  /** Memory for buckets of events that are asked for again and again. */
  private static final long KEPT_BUCKETS_BYTES = 32L * KIB * KIB;

  private final DuckDBConnection root;
  private final DuckDBConnection flushing;
  private final RecentTables tables;
  private final People people;
  private final Identities identities;
  private final ReadPool reads;
  private final ReadPool lookups;
  private final ReadPool selects;
  private final EngineMemory memory;
  private final FileChanges changes;

  private Engine(
      DuckDBConnection root,
      DuckDbConfig config,
      Supplier<List<Generation>> generations,
      ScheduledExecutorService timer)
      throws SQLException {
    this.root = root;
    this.flushing = root.duplicate();
    this.tables = new RecentTables();
    this.people = People.load(root, config.people());
    this.identities = Identities.load(root);
    tables.register(root, config.threads());
    this.changes = new FileChanges();
    ReadSnapshot.Shared shared =
        new ReadSnapshot.Shared(
            tables,
            people,
            identities,
            new KeptViews(KEPT_ROWS_BYTES),
            new KeptResults(KEPT_RESULTS_BYTES, changes),
            new KeptBuckets(KEPT_BUCKETS_BYTES, changes));
    ReadPool.Looking looking = connection -> ReadSnapshot.take(connection, shared, generations);
    this.reads =
        new ReadPool("read_connections", root::duplicate, looking, config.readConnections(), timer);
    this.lookups = new ReadPool("lookup_connections", () -> streaming(root), looking, 1, timer);
    this.selects =
        new ReadPool("sql_connections", root::duplicate, looking, config.readConnections(), timer);
    this.memory = new EngineMemory(root.duplicate());
  }

  /**
   * Opens the file, making it if there is none. A write-ahead log that the engine cannot replay is
   * set aside: what was in it is in the log too, and the positions in the same file say from where.
   *
   * @throws dev.millrace.fault.MillraceException {@code store_locked}, {@code store_disk_full} or
   *     {@code store_unavailable}
   */
  static Engine open(
      DuckDbConfig config, Supplier<List<Generation>> generations, ScheduledExecutorService timer) {
    try {
      Files.createDirectories(config.temp());
      Files.createDirectories(config.answers());
      ExportSql.deleteLeftovers(config.answers());
      return openOrSetWalAside(config, generations, timer);
    } catch (SQLException e) {
      throw DuckDbFaults.ofEngine(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the store's folder " + config.folder(), e);
    }
  }

  private static Engine openOrSetWalAside(
      DuckDbConfig config, Supplier<List<Generation>> generations, ScheduledExecutorService timer)
      throws SQLException, IOException {
    try {
      return openOnce(config, generations, timer);
    } catch (SQLException e) {
      if (!DuckDbFaults.isBadWal(e) || !Files.exists(config.wal())) {
        throw e;
      }
      setWalAside(config, e);
      return openOnce(config, generations, timer);
    }
  }

  /** Removes the file of an engine that is closed. */
  static void deleteFiles(DuckDbConfig config) {
    try {
      Files.deleteIfExists(config.wal());
      Files.deleteIfExists(config.file());
    } catch (IOException e) {
      throw new MillraceException(
          Fault.STORE_UNAVAILABLE, "the store's file cannot be removed: " + e.getMessage(), e);
    }
  }

  private static void setWalAside(DuckDbConfig config, SQLException error) throws IOException {
    String stamp = Long.toString(Instant.now().toEpochMilli());
    String prefix = config.wal().getFileName().toString();
    List<Path> files;
    try (Stream<Path> listed = Files.list(config.folder())) {
      files = listed.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
    for (Path file : files) {
      if (!file.getFileName().toString().contains(".bad-")) {
        Files.move(file, file.resolveSibling(file.getFileName() + ".bad-" + stamp));
      }
    }
    LOG.error(
        "write-ahead log cannot be replayed, set aside as {}.bad-{}: the store goes back to its last"
            + " checkpoint, and what is missing is read from the log again; reason={}",
        config.wal(),
        stamp,
        DuckDbFaults.line(error));
  }

  private static Engine openOnce(
      DuckDbConfig config, Supplier<List<Generation>> generations, ScheduledExecutorService timer)
      throws SQLException {
    DuckDBConnection root =
        (DuckDBConnection)
            DriverManager.getConnection("jdbc:duckdb:" + config.file(), properties(config));
    try {
      prepare(root, config);
      return new Engine(root, config, generations, timer);
    } catch (SQLException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private static Properties properties(DuckDbConfig config) {
    Properties properties = new Properties();
    properties.setProperty("threads", Integer.toString(config.threads()));
    properties.setProperty("memory_limit", config.memoryBytes() / KIB + "KiB");
    properties.setProperty("temp_directory", config.temp().toString());
    properties.setProperty("max_temp_directory_size", config.tempBytes() / KIB + "KiB");
    // Checkpoints are made by the flushing thread only, so that no commit waits for one.
    properties.setProperty("wal_autocheckpoint", "1TB");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("allow_community_extensions", "false");
    return properties;
  }

  private static void prepare(DuckDBConnection root, DuckDbConfig config) throws SQLException {
    Sql.execute(root, "set global TimeZone = 'UTC'");
    // Whoever wants an order asks for it; without this, one thread alone would fill a table.
    Sql.execute(root, "set global preserve_insertion_order = false");
    // Of the last events the engine reads other columns than those it finds them by afterwards.
    Sql.execute(root, "set global late_materialization_max_rows = " + LATE_ROWS);
    Sql.execute(root, "pragma disable_checkpoint_on_shutdown");
    // The one folder outside of the database that a statement may write into, and only ours do.
    Sql.execute(
        root, "set allowed_directories = [" + Sql.quoted(config.answers().toString()) + "]");
    Sql.execute(root, "set enable_external_access = false");
    if (isNew(root)) {
      Sql.inTransaction(
          root,
          () -> {
            for (String sql : Layout.FILE) {
              Sql.execute(root, sql);
            }
          });
      // Tables that only the write-ahead log knows are what replaying has failed on.
      Sql.execute(root, "checkpoint");
    }
    requireVersion(root);
    ErasedEvents.prepare(root);
  }

  private static boolean isNew(Connection connection) throws SQLException {
    return Sql.number(
            connection,
            """
            select count(*) from duckdb_tables()
            where database_name = current_database() and table_name = 'meta'
            """)
        == 0;
  }

  private static void requireVersion(Connection connection) throws SQLException {
    long version = Sql.number(connection, "select layout_version from main.meta");
    if (version != Layout.VERSION) {
      throw new MillraceException(
          Fault.STORE_UNAVAILABLE,
          "the store's file has layout " + version + ", this program needs " + Layout.VERSION,
          "choose a new data folder: the store is filled from the log",
          null);
    }
  }

  /** A connection whose results arrive while the scan runs instead of being gathered first. */
  private static DuckDBConnection streaming(DuckDBConnection root) throws SQLException {
    DuckDBConnection connection = root.duplicate();
    Sql.execute(connection, "set session jdbc_stream_results = true");
    return connection;
  }

  DuckDBConnection flushing() {
    return flushing;
  }

  RecentTables tables() {
    return tables;
  }

  People people() {
    return people;
  }

  Identities identities() {
    return identities;
  }

  ReadPool reads() {
    return reads;
  }

  /** One connection of its own for the duplicate filter, so that questions do not delay it. */
  ReadPool lookups() {
    return lookups;
  }

  /** For statements from outside, so that they do not delay questions. */
  ReadPool selects() {
    return selects;
  }

  EngineMemory memory() {
    return memory;
  }

  /** To be told of every change of the file's events. */
  FileChanges changes() {
    return changes;
  }

  /** Where the file stands. */
  StorePosition position() throws SQLException {
    StorePosition position = StorePosition.START;
    try (Statement statement = root.createStatement();
        ResultSet rows =
            statement.executeQuery("select log_id, \"partition\", next from main.positions")) {
      while (rows.next()) {
        Positions positions = position.positions().withNext(rows.getInt(2), rows.getLong(3));
        position = new StorePosition(rows.getString(1), positions);
      }
    }
    return position;
  }

  /** The newest generation that the file has. */
  long generation() throws SQLException {
    return Sql.number(root, "select generation from main.meta");
  }

  /** Events in the file. */
  long events() throws SQLException {
    return Sql.number(root, Layout.COUNT_EVENTS);
  }

  String version() throws SQLException {
    return root.getMetaData().getDatabaseProductVersion();
  }

  /** Cancels what runs and closes every connection, so that the instance goes away. */
  @Override
  public void close() {
    reads.close();
    lookups.close();
    selects.close();
    memory.close();
    for (DuckDBConnection connection : List.of(flushing, root)) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("connection not closed reason={}", DuckDbFaults.line(e));
      }
    }
  }
}
