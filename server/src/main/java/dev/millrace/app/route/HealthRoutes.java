package dev.millrace.app.route;

import dev.millrace.app.status.Readiness;
import dev.millrace.http.HeadAnswer;
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
    rules
        .get("/health/live", HealthRoutes::live)
        .head("/health/live", HealthRoutes::live)
        .get("/health/ready", this::ready)
        .head("/health/ready", this::ready);
  }

  private static void live(ServerRequest request, ServerResponse response) {
    send(request, response, Status.OK_200, status("live"));
  }

  private void ready(ServerRequest request, ServerResponse response) {
    Optional<String> refusal = readiness.refusal();
    if (refusal.isEmpty()) {
      send(request, response, Status.OK_200, status("ready"));
      return;
    }
    ObjectNode unready = status("unready");
    unready.putArray("reasons").add(refusal.get());
    send(request, response, Status.SERVICE_UNAVAILABLE_503, unready);
  }

  private static ObjectNode status(String text) {
    return JSON.createObjectNode().put("status", text);
  }

  private static void send(
      ServerRequest request, ServerResponse response, Status status, ObjectNode body) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store");
    HeadAnswer.send(request, response, JSON.writeValueAsBytes(body));
  }
}
