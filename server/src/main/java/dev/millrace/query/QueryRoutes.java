package dev.millrace.query;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.RequestBody;
import dev.millrace.http.Scope;
import dev.millrace.store.EventStore;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/** The routes of the query stage; each needs a read key of the project that it tells about. */
public final class QueryRoutes implements HttpService {
  private static final int DEFAULT_EVENTS = 100;
  private static final int MAX_EVENTS = 1_000;

  private final QueryEngine engine;
  private final EventStore store;
  private final QueryConfig config;
  private final Keys keys;

  public QueryRoutes(QueryEngine engine, EventStore store, QueryConfig config, Keys keys) {
    this.engine = engine;
    this.store = store;
    this.config = config;
    this.keys = keys;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/v1/query", this::query)
        .get("/v1/events", this::events)
        .get("/v1/schema", this::schema);
  }

  private void query(ServerRequest request, ServerResponse response) {
    String project = project(request);
    byte[] body = RequestBody.read(request, config.maxQuestionBytes());
    send(response, engine.ask(project, QuestionFormat.parse(body)).toJson());
  }

  private void events(ServerRequest request, ServerResponse response) {
    String project = project(request);
    int limit = limit(parameter(request, "limit"));
    send(
        response,
        Listings.events(
            store.newest(project, limit, parameter(request, "user"), parameter(request, "name"))));
  }

  private void schema(ServerRequest request, ServerResponse response) {
    send(response, Listings.schema(store.schema(project(request), config.timeLimit())));
  }

  private String project(ServerRequest request) {
    return keys.require(request, Scope.READ).project();
  }

  private static @Nullable String parameter(ServerRequest request, String name) {
    return request.query().first(name).orElse(null);
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_EVENTS;
    }
    if (!text.matches("\\d{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_EVENTS) {
      throw new MillraceException(
          Fault.INVALID_REQUEST,
          "limit: " + Words.shown(text) + " is no whole number from 1 to " + MAX_EVENTS);
    }
    return Integer.parseInt(text);
  }

  private static void send(ServerResponse response, byte[] json) {
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    response.send(json);
  }
}
