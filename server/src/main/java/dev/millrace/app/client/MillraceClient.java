package dev.millrace.app.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to one server. Safe for use by many threads. */
public final class MillraceClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** Longer than the longest wait that the server offers. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(150);

  /** A day's file is written before any of it is sent. */
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(30);

  private final ServerAddress address;
  private final HttpClient http;

  public MillraceClient(ServerAddress address) {
    this.address = address;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  public ServerAddress address() {
    return address;
  }

  /** The answer to a GET as JSON; throws {@link RequestFailed} for anything but a 2xx. */
  public JsonNode get(String path) {
    return json(successful(send(request(path).GET().build())));
  }

  /** The answer to a POST of JSON; throws as above. */
  public JsonNode post(String path, String json) {
    return json(
        successful(
            send(
                request(path)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build())));
  }

  /** The answer to a POST, whatever its status; throws only if there is none. */
  public HttpResponse<byte[]> post(String path, String contentType, byte[] body) {
    return send(
        request(path)
            .header("content-type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  /**
   * Writes the answer to a GET into a file; throws as above.
   *
   * @return the number in its header {@code millrace-events}
   */
  public long download(String path, Path file) {
    HttpRequest get = request(path).timeout(DOWNLOAD_LIMIT).GET().build();
    HttpResponse<byte[]> response =
        send(
            get,
            head ->
                head.statusCode() / 100 == 2
                    ? HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofFile(file), _ -> new byte[0])
                    : HttpResponse.BodySubscribers.ofByteArray());
    return successful(response).headers().firstValueAsLong("millrace-events").orElse(0);
  }

  /** Reads the problem of an answer that is not 2xx. */
  public RequestFailed problem(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode problem;
    try {
      problem = JSON.readTree(response.body());
    } catch (JacksonException _) {
      problem = JSON.createObjectNode();
    }
    String title = problem.path("title").asString("");
    String detail = problem.path("detail").asString(title);
    String message = detail.isEmpty() ? address + " answers with status " + status : detail;
    return new RequestFailed(
        status,
        problem.path("code").asString(""),
        message,
        status == 404 && detail.isEmpty()
            ? "is this the address of a Millrace server?"
            : problem.path("hint").asString(""),
        null);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER_LIMIT);
    return address.key().isEmpty()
        ? request
        : request.header("authorization", "Bearer " + address.key());
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    return send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> send(HttpRequest request, HttpResponse.BodyHandler<byte[]> handler) {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("was interrupted", e);
    } catch (IOException e) {
      throw unreachable("does not answer", e);
    }
  }

  private RequestFailed unreachable(String what, Exception cause) {
    return new RequestFailed(
        0,
        "",
        address + " " + what,
        "is the server running? start one with `millrace serve`, or name another with --url",
        cause);
  }

  private HttpResponse<byte[]> successful(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      throw problem(response);
    }
    return response;
  }

  private JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new RequestFailed(
          response.statusCode(),
          "",
          address + " answers with something else than JSON",
          "is this the address of a Millrace server?",
          e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
