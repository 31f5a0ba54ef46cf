package dev.millrace.query;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Attendance;
import dev.millrace.http.Keys;
import dev.millrace.http.RequestBody;
import dev.millrace.http.Scope;
import dev.millrace.store.EventStore;
import dev.millrace.store.History;
import dev.millrace.store.Profile;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The routes of the query stage; each needs a read key of the project that it tells about. */
public final class QueryRoutes implements HttpService {
  private static final String USERS = "/v1/users/";
  private static final String EVENTS = "/events";
  private static final int DEFAULT_EVENTS = 100;
  private static final int DEFAULT_HISTORY = 50;
  private static final int MAX_EVENTS = 1_000;
  private static final Pattern PLACE = Pattern.compile("(-?\\d{1,18}):(\\d{1,9}):(\\d{1,18})");

  private final QueryEngine engine;
  private final SharedAnswers answers;
  private final EventStore store;
  private final QueryConfig config;
  private final Keys keys;

  public QueryRoutes(QueryEngine engine, EventStore store, QueryConfig config, Keys keys) {
    this.engine = engine;
    this.answers =
        new SharedAnswers(engine, store, config.sharing(), engine.metrics(), System::nanoTime);
    this.store = store;
    this.config = config;
    this.keys = keys;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/v1/query", this::query)
        .get("/v1/events", this::events)
        .get("/v1/schema", this::schema)
        .get(USERS + "{id:.+}" + EVENTS, this::userEvents)
        .get(USERS + "{id:.+}", this::user);
  }

  private void query(ServerRequest request, ServerResponse response) {
    String project = project(request);
    byte[] body = RequestBody.read(request, config.maxQuestionBytes());
    Question question = QuestionFormat.parse(body);
    send(response, Attendance.attended(() -> answers.ask(project, question)).toJson());
  }

  private void events(ServerRequest request, ServerResponse response) {
    String project = project(request);
    int limit = limit(parameter(request, "limit"), DEFAULT_EVENTS);
    String user = parameter(request, "user");
    String name = parameter(request, "name");
    send(
        response, Listings.events(engine.attended(() -> store.newest(project, limit, user, name))));
  }

  private void schema(ServerRequest request, ServerResponse response) {
    String project = project(request);
    send(
        response,
        Listings.schema(engine.attended(() -> store.schema(project, config.timeLimit()))));
  }

  private void user(ServerRequest request, ServerResponse response) {
    String project = project(request);
    String id = id(request, "");
    Profile.Person person =
        engine
            .attended(() -> store.answer(new Profile(project, id), config.timeLimit()))
            .person()
            .orElseThrow(() ->
                new MillraceException(
                    Fault.NOT_FOUND,
                    "there is no event of the user " + Words.shown(id),
                    "GET /v1/users/{id} takes the id as it was sent, percent-encoded",
                    null));
    send(response, Listings.person(person));
  }

  private void userEvents(ServerRequest request, ServerResponse response) {
    if (!request.path().rawPath().endsWith(EVENTS)) {
      // The id itself ends so.
      user(request, response);
      return;
    }
    String project = project(request);
    String id = id(request, EVENTS);
    String cursor = parameter(request, "cursor");
    History history =
        new History(
            project,
            id,
            limit(parameter(request, "limit"), DEFAULT_HISTORY),
            cursor == null ? null : place(cursor));
    send(
        response,
        Listings.history(engine.attended(() -> store.answer(history, config.timeLimit()))));
  }

  /**
   * The id as it was sent: it may hold anything, slashes too, which a decoded path cannot tell from
   * its own.
   */
  private static String id(ServerRequest request, String behind) {
    String path = request.path().rawPath();
    try {
      return URLDecoder.decode(
          path.substring(USERS.length(), path.length() - behind.length()).replace("+", "%2B"),
          StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          Fault.INVALID_REQUEST, "the user's id is not percent-encoded as it should be", e);
    }
  }

  /** As {@link Listings#history} writes it. */
  private static History.Place place(String cursor) {
    Matcher matcher = PLACE.matcher(cursor);
    if (!matcher.matches()) {
      throw new MillraceException(
          Fault.INVALID_REQUEST,
          "cursor: " + Words.shown(cursor) + " is none",
          "send next_cursor of the page before as it is",
          null);
    }
    return new History.Place(
        Long.parseLong(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Long.parseLong(matcher.group(3)));
  }

  private String project(ServerRequest request) {
    return keys.require(request, Scope.READ).project();
  }

  private static @Nullable String parameter(ServerRequest request, String name) {
    return request.query().first(name).orElse(null);
  }

  private static int limit(@Nullable String text, int otherwise) {
    if (text == null) {
      return otherwise;
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
