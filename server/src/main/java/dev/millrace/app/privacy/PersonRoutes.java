package dev.millrace.app.privacy;

import dev.millrace.event.Erasure;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.log.EventLog;
import dev.millrace.query.QueryEngine;
import dev.millrace.store.Erased;
import dev.millrace.store.EventStore;
import dev.millrace.store.Profile;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code DELETE /v1/users/{id}} erases a person, {@code GET /v1/users/{id}/export} gives all that
 * is kept of them. Both take an admin key, and any of the person's ids.
 *
 * <p>An erasure is a record of the log like an event: once it is there it will be done, also if the
 * server stops at once, and again whenever the store is filled from the log.
 */
public final class PersonRoutes implements HttpService {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EXPORT = "/export";

  private final EventLog log;
  private final QueryEngine engine;
  private final EventStore store;
  private final Keys keys;
  private final InstantSource clock;
  private final Duration wait;
  private final Duration timeLimit;

  /**
   * @param wait how long the store may take to read the log up to the request, and again to erase
   * @param timeLimit of one question to the store
   */
  public PersonRoutes(
      EventLog log,
      QueryEngine engine,
      EventStore store,
      Keys keys,
      InstantSource clock,
      Duration wait,
      Duration timeLimit) {
    this.log = log;
    this.engine = engine;
    this.store = store;
    this.keys = keys;
    this.clock = clock;
    this.wait = wait;
    this.timeLimit = timeLimit;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get(UserPath.USERS + "{id:.+}" + EXPORT, this::export)
        .delete(UserPath.USERS + "{id:.+}", this::erase);
  }

  private void export(ServerRequest request, ServerResponse response) {
    if (!UserPath.hasEnd(request, EXPORT)) {
      // The id itself ends so.
      response.next();
      return;
    }
    String project = keys.require(request, Scope.ADMIN).project();
    String id = UserPath.id(request, EXPORT);
    Profile.Person person = person(project, id);
    new PersonExport(engine, store, project, id, timeLimit).send(person, response);
  }

  private void erase(ServerRequest request, ServerResponse response) {
    String project = keys.require(request, Scope.ADMIN).project();
    String id = UserPath.id(request, "");
    // Who the person is follows from all that was logged before.
    if (!awaitStored(log.end())) {
      throw new MillraceException(
          Fault.POSITION_NOT_REACHED,
          "the store has not read all that is in the log, so it cannot tell who that is",
          "nothing was erased; send the request again",
          null);
    }
    Erasure erasure = erasure(project, person(project, id).ids());
    Positions positions = append(erasure);
    boolean done = awaitStored(positions);
    response
        .status(done ? Status.OK_200 : Status.ACCEPTED_202)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.create("millrace-position"), positions.toString())
        .send(JSON.writeValueAsBytes(told(erasure, positions, done)));
  }

  private Profile.Person person(String project, String id) {
    return engine
        .attended(() -> store.answer(new Profile(project, id), timeLimit))
        .person()
        .orElseThrow(() ->
            new MillraceException(
                Fault.NOT_FOUND,
                "there is no event of this user",
                "the path takes any id of the person as it was sent, percent-encoded",
                null));
  }

  private Erasure erasure(String project, List<String> ids) {
    if (ids.size() > Erasure.MAX_USERS) {
      throw new MillraceException(
          Fault.INVALID_REQUEST,
          "%d ids are this person, more than the %d that can be erased at once"
              .formatted(ids.size(), Erasure.MAX_USERS),
          "aliases have joined what is no single person",
          null);
    }
    return new Erasure(
        UUID.randomUUID().toString(),
        project,
        ids,
        log.partitions(),
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
  }

  private Positions append(Erasure erasure) {
    try {
      return log.append(erasure).get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MillraceException known) {
        throw known;
      }
      throw new MillraceException(Fault.LOG_UNAVAILABLE, "the log took no erasure", e);
    } catch (TimeoutException e) {
      throw new MillraceException(Fault.LOG_UNAVAILABLE, "the log does not answer", e);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  private boolean awaitStored(Positions positions) {
    try {
      return store.commits().await(positions, wait);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  private static MillraceException stopping(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new MillraceException(Fault.STOPPING, "the server is stopping", interrupted);
  }

  private ObjectNode told(Erasure erasure, Positions positions, boolean done) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("erasure", erasure.id());
    answer.put("done", done);
    if (done) {
      answer.put("events", store.answer(new Erased(erasure.id()), timeLimit).events());
    }
    answer.put("ids", erasure.users().size());
    answer.put("position", positions.toString());
    return answer;
  }
}
