package dev.millrace.http;

import java.time.Duration;

/**
 * Where the server listens, and the limits that hold for every route.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 takes a free one
 * @param connections open connections at most; more wait in the operating system's queue
 * @param bodyBytes size of a request's body as it is sent, at most. A body that declares more is
 *     refused before any of it is read. At least as large as the largest limit of any route.
 * @param chunkedBodies chunked bodies read at once, at most: such a body may come as one chunk,
 *     which is kept in memory as a whole, outside of any stage's own memory budget
 * @param idleTimeout a connection that sends nothing for so long, between requests or in the midst
 *     of one, is closed
 * @param bodyTimeout how long a request's body may take to arrive
 * @param stopGrace how long running requests may take to finish when the server stops
 */
public record HttpConfig(
    String host,
    int port,
    int connections,
    int bodyBytes,
    int chunkedBodies,
    Duration idleTimeout,
    Duration bodyTimeout,
    Duration stopGrace) {

  public HttpConfig {
    require(!host.isBlank(), "host is empty");
    require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
    require(connections > 0, "connections must be positive");
    require(bodyBytes > 0, "bodyBytes must be positive");
    require(chunkedBodies > 0, "chunkedBodies must be positive");
    require(idleTimeout.isPositive(), "idleTimeout must be positive");
    require(idleTimeout.toMillis() <= Integer.MAX_VALUE, "idleTimeout must be below 24 days");
    require(bodyTimeout.isPositive(), "bodyTimeout must be positive");
    require(!stopGrace.isNegative(), "stopGrace must not be negative");
  }

  public static HttpConfig defaults() {
    return new HttpConfig(
        "127.0.0.1",
        8080,
        15_000,
        4 * 1024 * 1024,
        16,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }

  public HttpConfig withPort(int newPort) {
    return new HttpConfig(
        host, newPort, connections, bodyBytes, chunkedBodies, idleTimeout, bodyTimeout, stopGrace);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
