package dev.millrace.app.boards;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.RequestBody;
import dev.millrace.http.Scope;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Boards over HTTP. Whoever may read a project may lay out what is read, so a read key is enough
 * for all of it; a share key opens {@code /v1/shared} and nothing else here.
 */
public final class BoardRoutes implements HttpService {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Boards boards;
  private final Keys keys;
  private final int maxBytes;

  /**
   * @param maxBytes size of one board, at most
   */
  public BoardRoutes(Boards boards, Keys keys, int maxBytes) {
    this.boards = boards;
    this.keys = keys;
    this.maxBytes = maxBytes;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/v1/boards", this::list)
        .post("/v1/boards", this::create)
        .get("/v1/boards/{id}", this::get)
        .put("/v1/boards/{id}", this::replace)
        .delete("/v1/boards/{id}", this::delete)
        .post("/v1/boards/{id}/share", this::share)
        .delete("/v1/boards/{id}/share", this::unshare)
        .get("/v1/shared", this::shared);
  }

  private void list(ServerRequest request, ServerResponse response) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("boards");
    for (Board board : boards.list(project(request))) {
      ObjectNode entry = list.addObject();
      entry.put("id", board.id());
      entry.put("name", board.name());
      entry.put("tiles", board.tiles().size());
      entry.put("changed", board.changed().toString());
      entry.put("shared", board.shareKey() != null);
    }
    send(response, answer);
  }

  private void create(ServerRequest request, ServerResponse response) {
    String project = project(request);
    Board board = boards.create(project, content(request));
    response.status(Status.CREATED_201);
    send(response, told(board));
  }

  private void get(ServerRequest request, ServerResponse response) {
    send(response, told(boards.get(project(request), id(request))));
  }

  private void replace(ServerRequest request, ServerResponse response) {
    String project = project(request);
    send(response, told(boards.replace(project, id(request), content(request))));
  }

  private void delete(ServerRequest request, ServerResponse response) {
    boards.delete(project(request), id(request));
    response.status(Status.NO_CONTENT_204).send();
  }

  private void share(ServerRequest request, ServerResponse response) {
    send(response, told(boards.share(project(request), id(request))));
  }

  private void unshare(ServerRequest request, ServerResponse response) {
    send(response, told(boards.unshare(project(request), id(request))));
  }

  private void shared(ServerRequest request, ServerResponse response) {
    Board board =
        Keys.secret(request)
            .flatMap(boards::opened)
            .orElseThrow(() ->
                new MillraceException(
                    Fault.UNAUTHENTICATED,
                    "this link opens no board",
                    "it may have been taken back; ask who gave it to you for a new one",
                    null));
    ObjectNode answer = JSON.createObjectNode();
    answer.put("name", board.name());
    answer.set("tiles", board.tiles());
    send(response, answer);
  }

  private BoardContent content(ServerRequest request) {
    return BoardContent.parse(RequestBody.read(request, maxBytes));
  }

  private String project(ServerRequest request) {
    return keys.require(request, Scope.READ).project();
  }

  private static String id(ServerRequest request) {
    return request.path().pathParameters().get("id");
  }

  private static ObjectNode told(Board board) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("id", board.id());
    answer.put("name", board.name());
    answer.set("tiles", board.tiles());
    answer.put("created", board.created().toString());
    answer.put("changed", board.changed().toString());
    if (board.shareKey() != null) {
      answer.put("share_key", board.shareKey());
    }
    return answer;
  }

  private static void send(ServerResponse response, JsonNode body) {
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(JSON.writeValueAsBytes(body));
  }
}
