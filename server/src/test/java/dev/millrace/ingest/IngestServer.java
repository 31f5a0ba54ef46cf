package dev.millrace.ingest;

import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.RawClient;
import dev.millrace.http.Scope;
import dev.millrace.metrics.Metrics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The routes of ingest behind a real server, in front of a scripted log. */
final class IngestServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
  static final long NOW_MICROS = NOW.getEpochSecond() * 1_000_000;
  static final String KEY = "Authorization: Bearer write-key\r\n";

  final ScriptedLog log = new ScriptedLog();
  final Metrics metrics = new Metrics();
  private final HttpServer server;

  IngestServer() {
    this(IngestLimits.defaults());
  }

  IngestServer(IngestLimits limits) {
    Keys keys =
        new Keys(
            List.of(
                new Key("write-key", "shop", Scope.WRITE, false),
                new Key("read-key", "shop", Scope.READ, false)));
    server =
        new HttpServer(
            HttpConfig.defaults().withPort(0),
            List.of(new IngestRoutes(limits, keys, log, metrics, () -> NOW)));
  }

  int port() {
    return server.port();
  }

  RawClient.Answer post(String path, String headers, String body) throws IOException {
    try (RawClient client = new RawClient(port())) {
      return client.post(path, headers, body);
    }
  }

  /** Posts with the write key. */
  RawClient.Answer post(String path, String body) throws IOException {
    return post(path, KEY, body);
  }

  @Override
  public void close() {
    log.close();
    server.close();
  }
}
