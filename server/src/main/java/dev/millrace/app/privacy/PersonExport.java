package dev.millrace.app.privacy;

import dev.millrace.query.Listings;
import dev.millrace.query.QueryEngine;
import dev.millrace.store.EventStore;
import dev.millrace.store.History;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Profile;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends one person's data as NDJSON: their events, the latest first, and in the last line who they
 * are. Memory holds a page of events at a time. Without the last line it is not complete.
 */
final class PersonExport {
  private static final int PAGE_EVENTS = 2_000;

  private final QueryEngine engine;
  private final EventStore store;
  private final String project;
  private final String user;
  private final Duration timeLimit;

  PersonExport(
      QueryEngine engine, EventStore store, String project, String user, Duration timeLimit) {
    this.engine = engine;
    this.store = store;
    this.project = project;
    this.user = user;
    this.timeLimit = timeLimit;
  }

  void send(Profile.Person person, ServerResponse response) {
    History.Page page = page(null);
    response
        .header(HeaderNames.CONTENT_TYPE, "application/x-ndjson")
        .header(HeaderNames.CACHE_CONTROL, "no-store");
    try (OutputStream out = response.outputStream()) {
      write(page, out);
      while (page.more()) {
        LoggedEvent last = page.events().getLast();
        page = page(new History.Place(last.event().time(), last.partition(), last.offset()));
        write(page, out);
      }
      out.write(Listings.personLine(person));
    } catch (IOException | UncheckedIOException | ServerConnectionException e) {
      throw new CloseConnectionException("the reader has left", e);
    }
  }

  private History.Page page(History.@Nullable Place before) {
    return engine.attended(
        () -> store.answer(new History(project, user, PAGE_EVENTS, before), timeLimit));
  }

  private static void write(History.Page page, OutputStream out) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (LoggedEvent event : page.events()) {
      lines.writeBytes(Listings.eventLine(event));
    }
    lines.writeTo(out);
  }
}
