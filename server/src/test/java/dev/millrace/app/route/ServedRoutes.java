package dev.millrace.app.route;

import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Method and path of everything that services route. */
final class ServedRoutes {
  private ServedRoutes() {}

  static Set<String> of(List<HttpService> services) {
    Set<String> routes = new TreeSet<>();
    HttpRules recording =
        (HttpRules)
            Proxy.newProxyInstance(
                ServedRoutes.class.getClassLoader(),
                new Class<?>[] {HttpRules.class},
                (proxy, method, arguments) -> {
                  // The rules' shortcuts, get(path, handlers…) and so on.
                  if (arguments.length > 0 && arguments[0] instanceof String path) {
                    if (method.getName().equals("head")) {
                      // As GET, without a body.
                      return proxy;
                    }
                    routes.add(method.getName().toUpperCase(Locale.ROOT) + " " + path);
                  } else {
                    throw new UnsupportedOperationException(
                        method.getName() + " of " + HttpRoute.class);
                  }
                  return proxy;
                });
    services.forEach(service -> service.routing(recording));
    return routes;
  }
}
