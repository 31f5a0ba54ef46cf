package dev.millrace.benchmarks.server;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server to measure: options that every measurement has. */
final class Target {
  private static final JsonMapper JSON = new JsonMapper();

  @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  URI url;

  @Option(names = "--write-key", defaultValue = "write", description = "${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init")
  String writeKey;

  @Option(names = "--read-key", defaultValue = "read", description = "${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init")
  String readKey;

  Connection writer() throws IOException {
    return new Connection(url, writeKey);
  }

  Connection reader() throws IOException {
    return new Connection(url, readKey);
  }

  JsonNode status() throws IOException {
    try (Connection connection = reader()) {
      return JSON.readTree(connection.get("/v1/status").body());
    }
  }

  static JsonNode ask(Connection reader, String question) throws IOException {
    byte[] body = question.getBytes(StandardCharsets.UTF_8);
    Connection.Response response = reader.post("/v1/query", body, body.length);
    if (response.status() != 200) {
      throw new IOException(response.status() + " " + response.text());
    }
    return JSON.readTree(response.body());
  }

  /** Events that the store has, all of time. */
  long stored(String after) throws IOException {
    try (Connection connection = reader()) {
      String question =
          "{\"kind\":\"trend\",\"every\":\"none\",\"from\":\"1970-01-01\",\"to\":\"2100-01-01\""
              + (after.isEmpty() ? "" : ",\"after\":\"" + after + "\",\"timeout\":\"120s\"")
              + "}";
      return ask(connection, question).path("rows").path(0).path(0).asLong();
    }
  }
}
