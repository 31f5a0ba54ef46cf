package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.Millrace;
import dev.millrace.app.settings.Settings;
import dev.millrace.event.Positions;
import dev.millrace.http.Scope;
import dev.millrace.store.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole program inside a test, on free ports of the loopback interface. */
public final class RunningServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration STORED_LIMIT = Duration.ofSeconds(60);

  private final Millrace millrace;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningServer(Millrace millrace) {
    this.millrace = millrace;
  }

  /** Starts with the folder's data, if it has any, and the default settings. */
  public static RunningServer start(Path folder) {
    return start(folder, Map.of());
  }

  /**
   * @param settings by name, such as {@code ingest.max-batch}
   */
  public static RunningServer start(Path folder, Map<String, String> settings) {
    return start(folder, settings, UnaryOperator.identity());
  }

  /**
   * @param storeSeen what the stages see of the store
   */
  public static RunningServer start(
      Path folder, Map<String, String> settings, UnaryOperator<EventStore> storeSeen) {
    Map<String, String> flags = new HashMap<>();
    flags.put("data", folder.toString());
    flags.put("http.port", "0");
    flags.put("log.port", "0");
    flags.put("log.reserve", "0");
    flags.put("store.reserve", "0");
    flags.putAll(settings);
    return new RunningServer(Millrace.start(Settings.of(flags), storeSeen));
  }

  public Millrace millrace() {
    return millrace;
  }

  public URI url() {
    return millrace.url();
  }

  public String writeKey() {
    return millrace.keys().secret(Scope.WRITE);
  }

  public String readKey() {
    return millrace.keys().secret(Scope.READ);
  }

  /** Sends JSON, or NDJSON when there are several lines. */
  public HttpResponse<String> post(String path, String key, String body) {
    String type = body.strip().contains("\n") ? "application/x-ndjson" : "application/json";
    return send(
        request(path, key)
            .header("content-type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  public HttpResponse<String> get(String path, String key) {
    return send(request(path, key).GET().build());
  }

  public HttpResponse<String> delete(String path, String key) {
    return send(request(path, key).DELETE().build());
  }

  /** Sends events that must all be accepted, and tells up to where the log has them. */
  public Positions sendEvents(String body) {
    HttpResponse<String> response = post("/v1/events", writeKey(), body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).path("rejected")).as(response.body()).isEmpty();
    return Positions.parse(response.headers().firstValue("millrace-position").orElse(""));
  }

  /** The answer to a question that must have one. */
  public JsonNode query(String question) {
    HttpResponse<String> response = post("/v1/query", readKey(), question);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Waits until the store has everything up to the positions. */
  public void awaitStored(Positions positions) {
    try {
      assertThat(millrace.store().commits().await(positions, STORED_LIMIT)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path));
    return key.isEmpty() ? request : request.header("authorization", "Bearer " + key);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    millrace.close();
  }
}
