package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A project that sends too much is told to wait, and its neighbours notice nothing.
 *
 * <p>Fails without the quota, with one for all projects together, and with one that refuses for
 * good or after it has taken the events.
 */
@Timeout(180)
class QuotaIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LOUD = "mr_write_loud_0123456789";
  private static final String QUIET = "mr_write_quiet_0123456789";

  /** Some minutes' worth of the smallest quota. */
  private static final int MANY = 3_000;

  @TempDir Path folder;

  private final Instant now = Instant.now();

  private RunningServer start(int eventsPerSecond) throws IOException {
    Files.writeString(
        folder.resolve("keys.yaml"),
        """
        - {key: %s, project: default, scope: write}
        - {key: mr_read_loud_0123456789, project: default, scope: read}
        - {key: %s, project: quiet, scope: write}
        """
            .formatted(LOUD, QUIET));
    return RunningServer.start(folder, Map.of("ingest.quota", "" + eventsPerSecond));
  }

  private HttpResponse<String> send(RunningServer server, String key, long from, long to) {
    return server.post("/v1/batch", key, Numbers.segmentBatch(from, to, now));
  }

  @Test
  void projectBeyondItsQuotaIsToldToWait() throws IOException {
    try (RunningServer server = start(10)) {
      HttpResponse<String> accepted = send(server, LOUD, 0, MANY);
      assertThat(accepted.statusCode()).isEqualTo(200);

      for (int i = 0; i < 5; i++) {
        HttpResponse<String> refused = send(server, LOUD, MANY, MANY + 1);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
        assertThat(refused.headers().firstValue("content-type"))
            .hasValue("application/problem+json");
        assertThat(JSON.readTree(refused.body()).path("code").asString())
            .isEqualTo("quota_exceeded");
      }
      assertThat(send(server, QUIET, 0, 5).statusCode()).isEqualTo(200);

      JsonNode answer = server.query(Numbers.question(ServerProcess.position(accepted)));
      Numbers.assertOnce(answer.path("rows").path(0), MANY);
      JsonNode status = JSON.readTree(server.get("/v1/status", server.readKey()).body());
      assertThat(status.at("/stages/ingest/refused/quota_exceeded").asLong()).isEqualTo(5);
    }
  }

  @Test
  void projectThatHasWaitedIsTakenAgain() throws IOException {
    try (RunningServer server = start(2_000)) {
      assertThat(send(server, LOUD, 0, 4_000).statusCode()).isEqualTo(200);
      HttpResponse<String> response = send(server, LOUD, 4_000, 4_500);
      while (response.statusCode() == 429) {
        response = send(server, LOUD, 4_000, 4_500);
      }
      assertThat(response.statusCode()).isEqualTo(200);

      JsonNode answer = server.query(Numbers.question(ServerProcess.position(response)));
      Numbers.assertOnce(answer.path("rows").path(0), 4_500);
    }
  }
}
