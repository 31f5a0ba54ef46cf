package dev.millrace.app.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.http.Scope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeyRoutesIT {
  @TempDir Path folder;

  @Test
  void tellsSecretsOnlyToAnAdminKey() {
    try (RunningServer server = RunningServer.start(folder)) {
      String admin = server.millrace().keys().secret(Scope.ADMIN);
      JsonNode forReader = keys(server, server.readKey());
      JsonNode forAdmin = keys(server, admin);

      assertThat(forReader.path("scope").asString()).isEqualTo("read");
      assertThat(forReader.path("project").asString()).isEqualTo("default");
      assertThat(forReader.toString())
          .contains(server.readKey())
          .doesNotContain(server.writeKey())
          .doesNotContain(admin);
      assertThat(forAdmin.findValuesAsString("key"))
          .containsExactlyInAnyOrderElementsOf(List.of(server.writeKey(), server.readKey(), admin));
    }
  }

  @Test
  void asksForAKey() {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(server.get("/v1/keys", "").statusCode()).isEqualTo(401);
      assertThat(server.get("/v1/keys", "unknown").statusCode()).isEqualTo(401);
      assertThat(keys(server, server.writeKey()).path("scope").asString()).isEqualTo("write");
    }
  }

  private static JsonNode keys(RunningServer server, String key) {
    return JsonMapper.shared().readTree(server.get("/v1/keys", key).body());
  }
}
