package dev.millrace.query;

import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.store.EventStore;
import dev.millrace.store.Property;
import dev.millrace.store.ViewCheck;
import dev.millrace.store.ViewStatus;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What views there are and how they are doing; they are rebuilt and checked with an admin key. */
public final class ViewRoutes implements HttpService {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Checking reads every event, some million a second. */
  private static final Duration CHECK_LIMIT = Duration.ofMinutes(30);

  private final EventStore store;
  private final Keys keys;

  public ViewRoutes(EventStore store, Keys keys) {
    this.store = store;
    this.keys = keys;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/v1/views", this::list)
        .post("/v1/views/{name}/rebuild", this::rebuild)
        .post("/v1/views/{name}/check", this::check);
  }

  private void list(ServerRequest request, ServerResponse response) {
    keys.require(request, Scope.READ);
    send(response, views());
  }

  private void rebuild(ServerRequest request, ServerResponse response) {
    keys.require(request, Scope.ADMIN);
    ObjectNode json = views();
    json.put("version", store.rebuild(name(request)));
    send(response.status(Status.ACCEPTED_202), json);
  }

  private void check(ServerRequest request, ServerResponse response) {
    keys.require(request, Scope.ADMIN);
    String name = name(request);
    ViewCheck check = store.verify(name, CHECK_LIMIT);
    ObjectNode json = JSON.createObjectNode();
    json.put("view", name);
    json.put("equal", check.differing().isEmpty());
    json.put("compared", check.compared());
    ArrayNode differing = json.putArray("differing");
    check.differing().forEach(differing::add);
    send(response, json);
  }

  private ObjectNode views() {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode views = json.putArray("views");
    for (ViewStatus status : store.views()) {
      ObjectNode view = views.addObject();
      view.put("name", status.view().name());
      view.put("version", status.version());
      view.put("state", status.state().name().toLowerCase(Locale.ROOT));
      view.put("progress", status.progress());
      if (status.problem() != null) {
        view.put("problem", status.problem());
      }
      ArrayNode events = view.putArray("events");
      status.view().events().forEach(events::add);
      ArrayNode by = view.putArray("by");
      status.view().by().stream().map(Property::text).forEach(by::add);
      ArrayNode measures = view.putArray("measures");
      status.view().measures().forEach(measures::add);
    }
    return json;
  }

  private static String name(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }

  private static void send(ServerResponse response, ObjectNode json) {
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    response.send(JSON.writeValueAsBytes(json));
  }
}
