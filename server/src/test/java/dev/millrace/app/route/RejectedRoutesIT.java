package dev.millrace.app.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RejectedRoutesIT {
  @TempDir Path folder;

  @Test
  void showsTheNewestRefusedEventsWithTheirReasonAndTheirBytes() {
    try (RunningServer server = RunningServer.start(folder)) {
      server.post("/v1/events", server.writeKey(), "{\"event\":\"first\"}");
      server.post(
          "/v1/events",
          server.writeKey(),
          "[{\"event\":\"kept\",\"user\":\"ada\"},{\"user\":\"bob\",\"note\":\"second\"}]");

      JsonNode all = rejected(server, "");
      assertThat(all).hasSize(2);
      assertThat(all.get(0).path("original").asString()).contains("second");
      assertThat(all.get(0).path("code").asString()).isEqualTo("missing_field");
      assertThat(all.get(0).path("received").asString()).startsWith("20");
      assertThat(all.get(1).path("original").asString()).contains("first");
      assertThat(rejected(server, "?limit=1")).hasSize(1);
    }
  }

  @Test
  void isEmptyWhenNothingWasRefused() {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(rejected(server, "")).isEmpty();
    }
  }

  @Test
  void refusesALimitThatIsNone() {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(server.get("/v1/rejected?limit=0", server.readKey()).statusCode()).isEqualTo(400);
      assertThat(server.get("/v1/rejected", server.writeKey()).statusCode()).isEqualTo(403);
    }
  }

  private static JsonNode rejected(RunningServer server, String query) {
    return JsonMapper.shared()
        .readTree(server.get("/v1/rejected" + query, server.readKey()).body())
        .path("rejected");
  }
}
