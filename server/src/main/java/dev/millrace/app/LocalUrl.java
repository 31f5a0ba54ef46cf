package dev.millrace.app;

import java.net.URI;
import java.util.Set;

/** The address that somebody on this machine types, whatever the server listens on. */
final class LocalUrl {
  private static final Set<String> HERE =
      Set.of("0.0.0.0", "::", "[::]", "127.0.0.1", "::1", "localhost");

  private LocalUrl() {}

  static URI of(String host, int port) {
    String name = HERE.contains(host) ? "localhost" : host;
    String literal = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
    return URI.create("http://" + literal + ":" + port);
  }
}
