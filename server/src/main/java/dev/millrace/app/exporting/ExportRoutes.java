package dev.millrace.app.exporting;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.Turns;
import dev.millrace.store.EventStore;
import dev.millrace.store.Export;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * {@code GET /v1/export?from=&to=&format=}: all events of a stretch of time as one file, for an
 * admin key. The engine writes it into the store's folder first, so that the reader's pace holds up
 * nothing; so much disk it takes for as long.
 */
public final class ExportRoutes implements HttpService {
  private static final int MAX_QUEUED = 8;

  /** Whoever has just read one to its end may ask for the next before it is put away here. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final QueryEngine engine;
  private final EventStore store;
  private final Keys keys;
  private final Duration timeLimit;
  private final Turns turns;

  /**
   * @param timeLimit of writing one file
   * @param maxRunning files that are made or read at a time
   */
  public ExportRoutes(
      QueryEngine engine, EventStore store, Keys keys, Duration timeLimit, int maxRunning) {
    this.engine = engine;
    this.store = store;
    this.keys = keys;
    this.timeLimit = timeLimit;
    this.turns = new Turns("exports", new Turns.Limits(maxRunning, MAX_QUEUED, MAX_WAIT));
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/v1/export", this::export);
  }

  private void export(ServerRequest request, ServerResponse response) {
    String project = keys.require(request, Scope.ADMIN).project();
    Export export =
        new Export(project, time(request, "from"), time(request, "to"), format(request));
    boolean unused =
        turns.run(() -> {
          try (Export.Made made = engine.attended(() -> store.answer(export, timeLimit))) {
            send(made, export.format(), response);
            return true;
          }
        });
  }

  private static void send(Export.Made made, Export.Format format, ServerResponse response) {
    String type =
        format == Export.Format.PARQUET ? "application/vnd.apache.parquet" : "application/gzip";
    try {
      response
          .header(HeaderNames.CONTENT_TYPE, type)
          .header(HeaderNames.CACHE_CONTROL, "no-store")
          .header(HeaderNames.CONTENT_LENGTH, Long.toString(Files.size(made.file())))
          .header(HeaderNames.create("millrace-events"), Long.toString(made.events()));
      try (OutputStream out = response.outputStream()) {
        Files.copy(made.file(), out);
      }
    } catch (IOException | UncheckedIOException | ServerConnectionException e) {
      throw new CloseConnectionException("the reader has left", e);
    }
  }

  private static Export.Format format(ServerRequest request) {
    String text = request.query().first("format").orElse("parquet");
    return switch (text) {
      case "parquet" -> Export.Format.PARQUET;
      case "ndjson" -> Export.Format.NDJSON;
      default ->
          throw new MillraceException(
              Fault.INVALID_REQUEST, "format is parquet or ndjson, not \"" + text + "\"");
    };
  }

  /** A date, which begins in UTC, or a date and time with an offset; microseconds. */
  private static long time(ServerRequest request, String name) {
    String text = request.query().first(name).orElse("");
    try {
      Instant instant =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeException | ArithmeticException e) {
      throw new MillraceException(
          Fault.INVALID_REQUEST,
          name + " is \"" + text + "\"; it takes a date or a time with its offset",
          "write " + name + "=2026-11-24 or " + name + "=2026-11-24T10:00:00Z",
          e);
    }
  }
}
