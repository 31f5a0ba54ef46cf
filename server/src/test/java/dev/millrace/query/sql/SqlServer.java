package dev.millrace.query.sql;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A server with two projects, asked in SQL. */
final class SqlServer implements AutoCloseable {
  static final String WRITE = "write-key-of-ours";
  static final String READ = "read-key-of-ours";
  static final String READ_SQL = "read-key-with-sql-of-ours";
  static final String THEIR_WRITE = "write-key-of-theirs";
  static final String THEIR_READ_SQL = "read-key-with-sql-of-theirs";

  private final RunningServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private SqlServer(RunningServer server) {
    this.server = server;
  }

  static SqlServer start(Path folder, Map<String, String> settings) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("keys.yaml"),
          key(WRITE, "default", "write", false)
              + key(READ, "default", "read", false)
              + key(READ_SQL, "default", "read", true)
              + key(THEIR_WRITE, "theirs", "write", false)
              + key(THEIR_READ_SQL, "theirs", "read", true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SqlServer(RunningServer.start(folder, new HashMap<>(settings)));
  }

  private static String key(String secret, String project, String scope, boolean sql) {
    return "- {key: "
        + secret
        + ", project: "
        + project
        + ", scope: "
        + scope
        + ", sql: "
        + sql
        + "}\n";
  }

  RunningServer server() {
    return server;
  }

  /** Stores events, one JSON object a line. */
  void store(String key, String events) {
    HttpResponse<String> response = server.post("/v1/events", key, events);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.body());
    }
    server.awaitStored(
        Positions.parse(response.headers().firstValue("millrace-position").orElseThrow()));
  }

  HttpResponse<byte[]> ask(String key, String accept, String statement) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url().resolve("/v1/sql"))
            .header("authorization", "Bearer " + key)
            .header("content-type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(statement));
    if (!accept.isEmpty()) {
      request.header("accept", accept);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
  }
}
