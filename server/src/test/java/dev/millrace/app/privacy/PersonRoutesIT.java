package dev.millrace.app.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import dev.millrace.http.Scope;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person may ask for, over HTTP and through the whole pipeline. */
class PersonRoutesIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TOTAL =
      "{\"measures\":[\"count\",\"uniques\"],\"every\":\"none\",\"from\":\"2026-01-01\","
          + "\"to\":\"2026-02-01\"%s}";

  /** A visitor becomes a customer and changes their name; somebody else is there too. */
  private static final String STORY =
      """
      {"event":"visited","user":"phone/1","id":"1","time":"2026-01-01T10:00:00Z"}
      {"event":"$identify","user":"ada","anonymous":"phone/1","id":"2","time":"2026-01-01T10:01:00Z"}
      {"event":"bought","user":"ada","id":"3","time":"2026-01-02T10:00:00.123456Z","properties":{"amount":12.50},"context":{"page":{"path":"/"}}}
      {"event":"$alias","user":"ada@new","id":"4","time":"2026-01-03T10:00:00Z","properties":{"previousId":"ada"}}
      {"event":"visited","user":"bob","id":"5","time":"2026-01-03T10:00:00Z"}
      """;

  @TempDir Path folder;

  @Test
  void erasesAPersonForGoodAndCountsWhatTheyDoAfterwards() throws IOException {
    try (RunningServer server = RunningServer.start(folder)) {
      server.awaitStored(server.sendEvents(STORY));
      assertTotal(server, 5, 2);

      HttpResponse<String> response = server.delete("/v1/users/phone%2F1", admin(server));
      JsonNode answer = JSON.readTree(response.body());

      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(answer.path("events").asInt()).isEqualTo(4);
      assertThat(answer.path("ids").asInt()).isEqualTo(3);
      assertThat(Positions.parse(answer.path("position").asString()))
          .isEqualTo(
              Positions.parse(response.headers().firstValue("millrace-position").orElse("")));
      assertTotal(server, 1, 1);
      assertThat(server.get("/v1/users/ada", server.readKey()).statusCode()).isEqualTo(404);

      // A retry stays away, and so does the past; what is new counts.
      server.awaitStored(server.sendEvents(STORY));
      server.awaitStored(
          server.sendEvents(
              "{\"event\":\"visited\",\"user\":\"ada\",\"id\":\"6\",\"time\":\"2026-01-04\"}"));
      assertTotal(server, 2, 2);
    }
    deleteStore();
    try (RunningServer server = RunningServer.start(folder)) {
      server.awaitStored(
          server.sendEvents(
              "{\"event\":\"visited\",\"user\":\"bob\",\"id\":\"7\",\"time\":\"2026-01-04\"}"));
      assertTotal(server, 3, 2);
    }
  }

  private static void assertTotal(RunningServer server, long count, long people) {
    for (String source : List.of("", ",\"source\":\"events\"")) {
      JsonNode row = server.query(TOTAL.formatted(source)).path("rows").path(0);
      assertThat(row.path(0).asLong()).as(source).isEqualTo(count);
      assertThat(row.path(1).asLong()).as(source).isEqualTo(people);
    }
  }

  private void deleteStore() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void saysThatNobodyIsThereAndWhoMayAsk() {
    try (RunningServer server = RunningServer.start(folder)) {
      server.awaitStored(server.sendEvents(STORY));
      for (String path : List.of("/v1/users/nobody", "/v1/users/nobody/export")) {
        HttpResponse<String> response =
            path.endsWith("export")
                ? server.get(path, admin(server))
                : server.delete(path, admin(server));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(response.body()).path("code").asString()).isEqualTo("not_found");
      }
      assertThat(server.delete("/v1/users/ada", server.readKey()).statusCode()).isEqualTo(403);
      assertThat(server.delete("/v1/users/ada", server.writeKey()).statusCode()).isEqualTo(403);
      assertThat(server.get("/v1/users/ada/export", server.readKey()).statusCode()).isEqualTo(403);
      assertThat(server.delete("/v1/users/ada", "").statusCode()).isEqualTo(401);
      assertTotal(server, 5, 2);
    }
  }

  @Test
  void exportsAllEventsOfAPersonAndThenWhoTheyAre() {
    try (RunningServer server = RunningServer.start(folder)) {
      server.awaitStored(server.sendEvents(STORY));
      StringBuilder more = new StringBuilder();
      for (int i = 0; i < 2_500; i++) {
        more.append("{\"event\":\"clicked\",\"user\":\"ada\",\"id\":\"c")
            .append(i)
            .append("\",\"time\":\"2026-01-02T11:00:00Z\"}\n");
      }
      server.awaitStored(server.sendEvents(more.toString()));

      HttpResponse<String> response = server.get("/v1/users/ada/export", admin(server));
      List<JsonNode> lines = response.body().lines().map(JSON::readTree).toList();

      assertThat(response.headers().firstValue("content-type")).hasValue("application/x-ndjson");
      assertThat(lines).hasSize(2_505);
      assertThat(lines.stream().map(line -> line.path("id").asString("")).distinct())
          .hasSize(2_505);
      JsonNode bought =
          lines.stream()
              .filter(line -> line.path("event").asString("").equals("bought"))
              .findFirst()
              .orElseThrow();
      assertThat(bought.path("time").asString()).isEqualTo("2026-01-02T10:00:00.123456Z");
      assertThat(bought.path("properties").path("amount").asDouble()).isEqualTo(12.5);
      assertThat(bought.path("context").path("page").path("path").asString()).isEqualTo("/");
      assertThat(lines.getLast().path("ids").valueStream().map(JsonNode::asString))
          .containsExactly("ada", "ada@new", "phone/1");
      // An id may end like the path.
      assertThat(server.get("/v1/users/ada%2Fexport", server.readKey()).statusCode())
          .isEqualTo(404);
    }
  }

  private static String admin(RunningServer server) {
    return server.millrace().keys().secret(Scope.ADMIN);
  }
}
