package dev.millrace.app.route;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code GET /openapi.json}: the description of this very contract. */
public final class OpenApiRoutes implements HttpService {
  private final byte[] description;

  public OpenApiRoutes() {
    try (InputStream resource =
        Objects.requireNonNull(OpenApiRoutes.class.getResourceAsStream("/openapi.json"))) {
      description = resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read", e);
    }
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(
        "/openapi.json",
        (_, response) ->
            response
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .send(description));
  }
}
