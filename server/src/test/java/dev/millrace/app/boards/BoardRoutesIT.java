package dev.millrace.app.boards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class BoardRoutesIT {
  private static final String BOARD =
      """
      {"name":"Growth","tiles":[{"id":"a","title":"Events","view":"number",
        "question":{"kind":"trend","every":"none","from":"-1d"},"x":0,"y":0,"w":4,"h":3}]}
      """;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void keepsABoardUntilItIsDeletedAlsoAcrossARestart() throws Exception {
    String id;
    try (RunningServer server = RunningServer.start(folder)) {
      HttpResponse<String> made = send(server, "POST", "/v1/boards", BOARD);
      assertThat(made.statusCode()).isEqualTo(201);
      id = json(made).path("id").asString();
      String renamed = BOARD.replace("Growth", "Sales");
      assertThat(send(server, "PUT", "/v1/boards/" + id, renamed).statusCode()).isEqualTo(200);
    }
    try (RunningServer server = RunningServer.start(folder)) {
      JsonNode board = json(send(server, "GET", "/v1/boards/" + id, ""));
      assertThat(board.path("name").asString()).isEqualTo("Sales");
      assertThat(board.path("tiles").path(0).path("question").path("from").asString())
          .isEqualTo("-1d");
      assertThat(json(send(server, "GET", "/v1/boards", "")).path("boards")).hasSize(1);

      assertThat(send(server, "DELETE", "/v1/boards/" + id, "").statusCode()).isEqualTo(204);
      assertThat(send(server, "GET", "/v1/boards/" + id, "").statusCode()).isEqualTo(404);
      assertThat(json(send(server, "GET", "/v1/boards", "")).path("boards")).isEmpty();
    }
  }

  @Test
  void shareKeyOpensItsBoardAndNothingElseUntilItIsTakenBack() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      String id = json(send(server, "POST", "/v1/boards", BOARD)).path("id").asString();
      String path = "/v1/boards/" + id + "/share";
      String key = json(send(server, "POST", path, "")).path("share_key").asString();

      JsonNode shared = JsonMapper.shared().readTree(server.get("/v1/shared", key).body());
      assertThat(shared.path("name").asString()).isEqualTo("Growth");
      assertThat(shared.path("tiles")).hasSize(1);
      for (String closed :
          new String[] {"/v1/boards", "/v1/events", "/v1/schema", "/v1/status", "/v1/keys"}) {
        assertThat(server.get(closed, key).statusCode()).as(closed).isEqualTo(401);
      }
      assertThat(server.post("/v1/query", key, "{}").statusCode()).isEqualTo(401);

      send(server, "DELETE", path, "");
      assertThat(server.get("/v1/shared", key).statusCode()).isEqualTo(401);
      assertThat(server.get("/v1/live", key).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void keepsShareKeysWhereOnlyTheOwnerCanRead() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      String id = json(send(server, "POST", "/v1/boards", BOARD)).path("id").asString();
      Path file = folder.resolve("boards").resolve(id + ".json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void refusesBoardsThatCannotBeShown() throws Exception {
    try (RunningServer server = RunningServer.start(folder, Map.of("boards.limit", "1"))) {
      String bad = BOARD.replace("\"-1d\"", "\"yesterday\"");
      assertThat(send(server, "POST", "/v1/boards", bad).body()).contains("invalid_question");
      assertThat(send(server, "POST", "/v1/boards", "{").body()).contains("malformed_json");
      assertThat(send(server, "POST", "/v1/boards", "{\"name\":\"\",\"tiles\":[]}").body())
          .contains("invalid_request");
      assertThat(server.post("/v1/boards", server.writeKey(), BOARD).statusCode()).isEqualTo(403);

      assertThat(send(server, "POST", "/v1/boards", BOARD).statusCode()).isEqualTo(201);
      assertThat(send(server, "POST", "/v1/boards", BOARD).body()).contains("boards.limit");
    }
  }

  private HttpResponse<String> send(RunningServer server, String method, String path, String body)
      throws IOException, InterruptedException {
    URI address = server.url().resolve(path);
    return http.send(
        HttpRequest.newBuilder(address)
            .header("authorization", "Bearer " + server.readKey())
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }
}
