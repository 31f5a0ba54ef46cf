package dev.millrace.http;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who may do what. Immutable, so it is shared by all requests. */
public final class Keys {
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private final Map<String, Key> bySecret;

  public Keys(List<Key> keys) {
    bySecret =
        keys.stream().collect(Collectors.toUnmodifiableMap(Key::secret, Function.identity()));
  }

  /**
   * The key of the Authorization header, if it may do what is asked.
   *
   * @throws MillraceException {@code unauthenticated} or {@code forbidden}
   */
  public Key require(ServerRequest request, Scope scope) {
    return require(sent(request), scope);
  }

  /** The key of the Authorization header, whatever it may do; throws {@code unauthenticated}. */
  public Key identify(ServerRequest request) {
    return known(sent(request));
  }

  /** All keys of a project, by scope. */
  public List<Key> ofProject(String project) {
    return bySecret.values().stream()
        .filter(key -> key.project().equals(project))
        .sorted(Comparator.comparing(Key::scope).thenComparing(Key::secret))
        .toList();
  }

  private static String sent(ServerRequest request) {
    return secret(request)
        .orElseThrow(() ->
            new MillraceException(
                Fault.UNAUTHENTICATED,
                "no key in the request",
                "send it as Authorization: Bearer KEY, or as the user name of Basic",
                null));
  }

  private Key known(String secret) {
    Key key = bySecret.get(secret);
    if (key == null) {
      throw new MillraceException(
          Fault.UNAUTHENTICATED,
          "this key is not known",
          "the first start prints the keys and keeps them in keys.yaml in the data folder",
          null);
    }
    return key;
  }

  /** The key with this secret, if it may do what is asked; throws as above. */
  public Key require(String secret, Scope scope) {
    Key key = known(secret);
    if (!key.scope().allows(scope)) {
      throw new MillraceException(
          Fault.FORBIDDEN,
          "a " + key.scope().text() + " key may not do this",
          "use a " + scope.text() + " key of the project",
          null);
    }
    return key;
  }

  /** The secret of the Authorization header; Basic may lack the colon, as some clients send it. */
  public static Optional<String> secret(ServerRequest request) {
    String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("").strip();
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String user = new String(decoded, StandardCharsets.UTF_8);
      int colon = user.indexOf(':');
      return Optional.of(colon < 0 ? user : user.substring(0, colon));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
