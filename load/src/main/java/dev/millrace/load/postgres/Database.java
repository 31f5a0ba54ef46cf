package dev.millrace.load.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server: one that this program starts, durable and with its usual settings, or one
 * that is there.
 */
public final class Database implements AutoCloseable {
  /** As a server that is meant to keep data: the library's own settings are for tests. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "shared_buffers", "256MB",
          "max_connections", "300",
          "track_io_timing", "on");

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final @Nullable EmbeddedPostgres embedded;
  private final @Nullable Path folder;
  private final String server;
  private final String options;

  /**
   * @param server the URL up to the database's name
   * @param options what comes after it
   */
  private Database(
      @Nullable EmbeddedPostgres embedded, @Nullable Path folder, String server, String options) {
    this.embedded = embedded;
    this.folder = folder;
    this.server = server;
    this.options = options;
  }

  /**
   * Starts a server whose files are gone afterwards.
   *
   * @param folder an empty one
   */
  public static Database start(Path folder) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
            .setDataDirectory(folder.resolve("postgres"))
            .setCleanDataDirectory(true)
            .setPGStartupWait(START_LIMIT)
            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
    SETTINGS.forEach(builder::setServerConfig);
    EmbeddedPostgres server = builder.start();
    return new Database(
        server,
        folder.resolve("postgres"),
        "jdbc:postgresql://localhost:" + server.getPort() + "/",
        "?user=postgres");
  }

  /**
   * A server that is there.
   *
   * @param url of JDBC, whose user may make databases; its database is replaced by others
   */
  public static Database at(String url) {
    int query = url.indexOf('?');
    String options = query < 0 ? "" : url.substring(query);
    String place = query < 0 ? url : url.substring(0, query);
    int path = place.indexOf('/', place.indexOf("//") + 2);
    return new Database(null, null, (path < 0 ? place : place.substring(0, path)) + "/", options);
  }

  /** Makes an empty database in place of one that may be there. */
  public void create(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");
      statement.execute("create database " + name);
    }
  }

  String url(String database) {
    return server + database + options;
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database));
  }

  /**
   * A pool of connections as an application has one.
   *
   * @param patience how long a thread waits for a connection
   */
  HikariDataSource pool(String database, int size, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("load-" + database);
    config.setJdbcUrl(url(database));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    config.setConnectionTimeout(patience.toMillis());
    return new HikariDataSource(config);
  }

  /** What it runs with, for the report. */
  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      for (String name :
          new String[] {"server_version", "fsync", "synchronous_commit", "shared_buffers"}) {
        try (ResultSet result = statement.executeQuery("show " + name)) {
          if (result.next()) {
            facts.put(name, String.valueOf(result.getString(1)));
          }
        }
      }
    } catch (SQLException e) {
      facts.put("settings", "unknown: " + e.getMessage());
    }
    return facts;
  }

  /** The server's first process; 0 if it was not started here. */
  long pid() {
    if (folder == null) {
      return 0;
    }
    try {
      return Long.parseLong(
          Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip());
    } catch (IOException | NumberFormatException _) {
      return 0;
    }
  }

  @Override
  public void close() {
    if (embedded != null) {
      try {
        embedded.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
