package dev.millrace.app.command;

import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.client.ServerAddress;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a client command reaches a server. */
final class ClientOptions {
  private static final String USUAL_URL = "http://localhost:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server (default: MILLRACE_URL, else " + USUAL_URL + ").")
  private @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The key to send (default: MILLRACE_KEY).")
  private @Nullable String key;

  MillraceClient connect() {
    Map<String, String> environment = System.getenv();
    String address =
        Objects.requireNonNullElse(url, environment.getOrDefault("MILLRACE_URL", USUAL_URL));
    String secret = Objects.requireNonNullElse(key, environment.getOrDefault("MILLRACE_KEY", ""));
    return new MillraceClient(new ServerAddress(parse(address), secret));
  }

  /** The same server with another key. */
  MillraceClient connect(String otherKey) {
    try (MillraceClient usual = connect()) {
      return new MillraceClient(new ServerAddress(usual.address().url(), otherKey));
    }
  }

  private static URI parse(String address) {
    String full = address.contains("://") ? address : "http://" + address;
    try {
      URI parsed = URI.create(full);
      if (parsed.getHost() != null && parsed.getScheme().matches("https?")) {
        return parsed;
      }
    } catch (IllegalArgumentException _) {
      // Answered below, like every other wrong address.
    }
    throw new MillraceException(
        Fault.INVALID_CONFIGURATION,
        "\"" + address + "\" is no address of a server",
        "write --url http://localhost:8080",
        null);
  }
}
