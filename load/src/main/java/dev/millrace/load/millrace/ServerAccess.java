package dev.millrace.load.millrace;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.load.wire.HttpAnswer;
import dev.millrace.load.wire.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a server answers, with the keys to write and to read. */
public record ServerAccess(URI url, String writeKey, String readKey) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Duration VERIFICATION = Duration.ofSeconds(20);
  private static final String SMALL_QUESTION =
      "{\"kind\":\"trend\",\"every\":\"none\",\"from\":\"-1m\"}";

  /**
   * Asks whether events can be sent, and questions asked.
   *
   * @throws MillraceException if not, with what is wrong
   */
  public void verify() {
    verify("write", writeKey, "/v1/events", "application/x-ndjson", "");
    verify("read", readKey, "/v1/query", "application/json", SMALL_QUESTION);
  }

  private void verify(String what, String key, String path, String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (HttpConnection connection = new HttpConnection(url, key, VERIFICATION)) {
      HttpAnswer answer = connection.post(path, type, body, body.length);
      switch (answer.status()) {
        case 401, 403 ->
            throw new MillraceException(
                Fault.UNAUTHENTICATED,
                "%s does not take the %s key: %s".formatted(url, what, answer.text()),
                "the first start of a server prints its keys",
                null);
        default -> {
          // An empty batch may be a bad request: then the key was taken before it was read.
          if (!answer.isSuccessful() && (answer.status() != 400 || !text.isEmpty())) {
            throw new MillraceException(
                Fault.LOG_UNAVAILABLE,
                "%s%s answers %d: %s".formatted(url, path, answer.status(), answer.text()));
          }
        }
      }
    } catch (IOException e) {
      throw new MillraceException(
          Fault.LOG_UNAVAILABLE,
          "no server answers at %s: %s".formatted(url, e.getMessage()),
          "start one with ./millrace serve, or let --start do it",
          e);
    }
  }

  public HttpConnection reader(Duration patience) throws IOException {
    return new HttpConnection(url, readKey, patience);
  }

  /** The answer to a question. */
  public JsonNode ask(String question) throws IOException {
    byte[] body = question.getBytes(StandardCharsets.UTF_8);
    try (HttpConnection connection = reader(PATIENCE)) {
      return json(connection.post("/v1/query", "application/json", body, body.length));
    }
  }

  /** What is at a path. */
  public JsonNode get(String path, Duration patience) throws IOException {
    try (HttpConnection connection = reader(patience)) {
      return json(connection.get(path));
    }
  }

  public String text(String path, Duration patience) throws IOException {
    try (HttpConnection connection = reader(patience)) {
      HttpAnswer answer = connection.get(path);
      return answer.isSuccessful() ? answer.text() : "";
    }
  }

  private static JsonNode json(HttpAnswer answer) throws IOException {
    if (!answer.isSuccessful()) {
      throw new IOException(answer.status() + " " + answer.text());
    }
    return JSON.readTree(answer.body());
  }
}
