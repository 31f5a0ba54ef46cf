package dev.millrace.app.route;

import dev.millrace.app.status.StatusReport;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code GET /v1/status}: how the pipeline is doing. */
public final class StatusRoutes implements HttpService {
  private final StatusReport report;
  private final Keys keys;

  public StatusRoutes(StatusReport report, Keys keys) {
    this.report = report;
    this.keys = keys;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/v1/status", this::answer);
  }

  private void answer(ServerRequest request, ServerResponse response) {
    keys.require(request, Scope.READ);
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(report.json());
  }
}
