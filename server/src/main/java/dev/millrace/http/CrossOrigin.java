package dev.millrace.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;

/**
 * Lets pages of any origin call the server (CORS). That is safe, because a request is only trusted
 * for the key that it carries, never for a cookie or for where it comes from.
 */
final class CrossOrigin implements Filter {
  static final Header ANY_ORIGIN =
      HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");

  private static final HeaderName REQUESTED_METHOD = HeaderNames.ACCESS_CONTROL_REQUEST_METHOD;
  private static final Header EXPOSED =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "millrace-position, retry-after");
  private static final Header METHODS =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS");
  private static final Header HEADERS =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
          "authorization, content-type, content-encoding, last-event-id");
  private static final Header MAX_AGE =
      HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!request.headers().contains(HeaderNames.ORIGIN)) {
      chain.proceed();
      return;
    }
    response.header(ANY_ORIGIN);
    response.header(EXPOSED);
    if (request.prologue().method() == Method.OPTIONS
        && request.headers().contains(REQUESTED_METHOD)) {
      preflight(response);
    } else {
      chain.proceed();
    }
  }

  private static void preflight(ServerResponse response) {
    response.status(Status.NO_CONTENT_204).header(METHODS).header(HEADERS).header(MAX_AGE).send();
  }
}
