package dev.millrace.app.route;

import dev.millrace.app.status.Readiness;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Probes: {@code live} while the process answers at all, {@code ready} while events are taken. */
public final class HealthRoutes implements HttpService {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Readiness readiness;

  public HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/health/live", (_, response) -> send(response, Status.OK_200, status("live")));
    rules.get("/health/ready", this::ready);
  }

  private void ready(ServerRequest request, ServerResponse response) {
    Optional<String> refusal = readiness.refusal();
    if (refusal.isEmpty()) {
      send(response, Status.OK_200, status("ready"));
      return;
    }
    ObjectNode unready = status("unready");
    unready.putArray("reasons").add(refusal.get());
    send(response, Status.SERVICE_UNAVAILABLE_503, unready);
  }

  private static ObjectNode status(String text) {
    return JSON.createObjectNode().put("status", text);
  }

  private static void send(ServerResponse response, Status status, ObjectNode body) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(JSON.writeValueAsBytes(body));
  }
}
