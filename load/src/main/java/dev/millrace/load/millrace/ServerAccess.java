package dev.millrace.load.millrace;

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
