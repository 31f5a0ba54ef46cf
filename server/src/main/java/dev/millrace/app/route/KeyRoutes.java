package dev.millrace.app.route;

import dev.millrace.http.Key;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/keys}: what the key of the request may do, and which keys its project has. Only an
 * admin key is told their secrets.
 */
public final class KeyRoutes implements HttpService {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of a secret that is at least this long, a few characters may be shown. */
  private static final int LONG_SECRET = 24;

  private static final int SHOWN = 4;

  private final Keys keys;

  public KeyRoutes(Keys keys) {
    this.keys = keys;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/v1/keys", this::answer);
  }

  private void answer(ServerRequest request, ServerResponse response) {
    Key own = keys.identify(request);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("project", own.project());
    answer.put("scope", own.scope().text());
    ArrayNode list = answer.putArray("keys");
    for (Key key : keys.ofProject(own.project())) {
      ObjectNode entry = list.addObject();
      entry.put("scope", key.scope().text());
      entry.put("sql", key.sql());
      entry.put("ending", ending(key.secret()));
      if (own.scope() == Scope.ADMIN || key.equals(own)) {
        entry.put("key", key.secret());
      }
    }
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(JSON.writeValueAsBytes(answer));
  }

  private static String ending(String secret) {
    return secret.length() < LONG_SECRET ? "" : secret.substring(secret.length() - SHOWN);
  }
}
