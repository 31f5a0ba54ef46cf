package dev.millrace.app.privacy;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The id in a path below {@code /v1/users/}, as it was sent: it may hold anything, slashes too,
 * which a decoded path cannot tell from its own.
 */
final class UserPath {
  static final String USERS = "/v1/users/";

  private UserPath() {}

  /** Whether the path itself, and not the id in it, has that end. */
  static boolean hasEnd(ServerRequest request, String end) {
    return request.path().rawPath().endsWith(end);
  }

  /** The id before that end. */
  static String id(ServerRequest request, String end) {
    String path = request.path().rawPath();
    try {
      return URLDecoder.decode(
          path.substring(USERS.length(), path.length() - end.length()).replace("+", "%2B"),
          StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          Fault.INVALID_REQUEST, "the user's id is not percent-encoded as it should be", e);
    }
  }
}
