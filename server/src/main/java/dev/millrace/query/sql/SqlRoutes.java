package dev.millrace.query.sql;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Attendance;
import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.RequestBody;
import dev.millrace.http.Scope;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.Turns;
import dev.millrace.store.EventStore;
import dev.millrace.store.Select;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /v1/sql}: one SELECT over a project's events. The body is the statement as {@code
 * text/plain} or {@code application/sql}, or JSON with the field {@code sql}.
 */
public final class SqlRoutes implements HttpService {
  private static final String STAGE = "sql";

  /** What is kept back of an answer so that a failure can still be told with a status. */
  private static final int BUFFER_BYTES = 256 * 1024;

  private final EventStore store;
  private final SqlConfig config;
  private final Keys keys;
  private final Metrics metrics;
  private final Turns turns;

  public SqlRoutes(EventStore store, SqlConfig config, Keys keys, Metrics metrics) {
    this.store = store;
    this.config = config;
    this.keys = keys;
    this.metrics = metrics;
    this.turns = new Turns("statements", config.turns(), metrics, STAGE);
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/v1/sql", this::sql);
  }

  private void sql(ServerRequest request, ServerResponse response) {
    Key key = keys.require(request, Scope.READ);
    if (!key.sql() && key.scope() != Scope.ADMIN) {
      throw new MillraceException(
          Fault.FORBIDDEN,
          "this read key may not send SQL",
          "set sql: true for it in keys.yaml, or use the admin key",
          null);
    }
    Format format = Format.of(request.headers().first(HeaderNames.ACCEPT).orElse(""));
    String text = text(request);
    Body body = new Body(response, format, BUFFER_BYTES);
    try {
      Attendance.attended(() ->
          turns.run(() -> {
            answer(key.project(), text, format, body);
            return true;
          }));
      metrics.events(STAGE, 1);
    } catch (MillraceException e) {
      metrics.refused(STAGE, e.fault().code(), 1);
      throw body.isBegun() ? new CloseConnectionException(e.fault().code(), e) : e;
    } catch (UncheckedIOException e) {
      throw new CloseConnectionException("the client left before the end of its answer", e);
    }
  }

  private void answer(String project, String text, Format format, Body body) {
    long started = System.nanoTime();
    try {
      send(project, text, format, body, started);
    } finally {
      metrics.took(STAGE, "answer", System.nanoTime() - started);
    }
  }

  private void send(String project, String text, Format format, Body body, long started) {
    String position = store.commits().position().positions().toString();
    switch (format) {
      case JSON, NDJSON -> {
        JsonRows rows = format == Format.JSON ? JsonRows.document(body) : JsonRows.lines(body);
        long count = run(project, text, rows);
        rows.finish(count, System.nanoTime() - started, position);
      }
      case CSV -> {
        run(project, text, new CsvRows(body));
        body.finish();
      }
      case ARROW -> {
        ArrowRows rows = new ArrowRows(body);
        run(project, text, rows);
        rows.finish();
      }
      case PARQUET -> {
        run(
            project,
            text,
            (Select.Parquet)
                file -> {
                  try {
                    Files.copy(file, body);
                  } catch (IOException e) {
                    throw new UncheckedIOException("the client has gone", e);
                  }
                });
        body.finish();
      }
    }
  }

  private long run(String project, String text, Select.Output output) {
    Select select = new Select(project, text, config.limits(), output);
    return store.answer(select, config.timeLimit());
  }

  private String text(ServerRequest request) {
    byte[] body = RequestBody.read(request, config.maxStatementBytes());
    String type =
        request.headers().first(HeaderNames.CONTENT_TYPE).orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      return ofJson(body);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new MillraceException(Fault.INVALID_REQUEST, "the statement is no UTF-8", e);
    }
  }

  private static String ofJson(byte[] body) {
    try {
      JsonNode sql = JsonMapper.shared().readTree(body).path("sql");
      if (!sql.isString()) {
        throw new MillraceException(
            Fault.INVALID_REQUEST,
            "the body has no text in its field sql",
            "such as {\"sql\": \"select count(*) from events\"}",
            null);
      }
      return sql.asString("");
    } catch (JacksonException e) {
      throw new MillraceException(
          Fault.MALFORMED_JSON, "the body is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
