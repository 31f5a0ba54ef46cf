package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of all services, remembered so that a known path with a wrong method is told from an
 * unknown path. Services name their routes by absolute paths.
 */
final class Routes {
  private static final List<Method> METHODS =
      List.of(Method.GET, Method.POST, Method.DELETE, Method.PUT, Method.PATCH);

  private final List<HttpRoute> routes = new ArrayList<>();

  void register(HttpRouting.Builder routing, List<HttpService> services) {
    for (HttpService service : services) {
      routing.register(new Remembered(service));
    }
    routing.any(this::unmatched);
  }

  private void unmatched(ServerRequest request, ServerResponse response) {
    List<String> allowed =
        METHODS.stream()
            .filter(method -> matches(request.prologue(), method))
            .map(Method::text)
            .toList();
    if (allowed.isEmpty()) {
      throw new MillraceException(Fault.NOT_FOUND, "there is nothing at " + request.path().path());
    }
    response.header(HeaderNames.ALLOW, String.join(", ", allowed));
    throw new MillraceException(
        Fault.METHOD_NOT_ALLOWED,
        request.prologue().method().text() + " is not possible here",
        "use " + String.join(" or ", allowed),
        null);
  }

  private boolean matches(HttpPrologue prologue, Method method) {
    HttpPrologue other =
        HttpPrologue.create(
            prologue.rawProtocol(),
            prologue.protocol(),
            prologue.protocolVersion(),
            method,
            prologue.uriPath(),
            prologue.query(),
            prologue.fragment());
    return routes.stream().anyMatch(route -> route.accepts(other).accepted());
  }

  private final class Remembered implements HttpService {
    private final HttpService service;

    Remembered(HttpService service) {
      this.service = service;
    }

    @Override
    public void routing(HttpRules rules) {
      service.routing(new Remembering(rules));
    }

    @Override
    public void beforeStart() {
      service.beforeStart();
    }

    @Override
    public void afterStart(WebServer server) {
      service.afterStart(server);
    }

    @Override
    public void afterStop() {
      service.afterStop();
    }
  }

  private final class Remembering implements HttpRules {
    private final HttpRules rules;

    Remembering(HttpRules rules) {
      this.rules = rules;
    }

    @Override
    public HttpRules register(HttpService... services) {
      rules.register(services);
      return this;
    }

    @Override
    public HttpRules register(String path, HttpService... services) {
      rules.register(path, services);
      return this;
    }

    @Override
    public HttpRules route(HttpRoute route) {
      routes.add(route);
      rules.route(route);
      return this;
    }
  }
}
