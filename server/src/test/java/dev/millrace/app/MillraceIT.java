package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.RunningServer;
import dev.millrace.app.settings.Settings;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole program: an event goes in on the left and comes out on the right. */
class MillraceIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path folder;

  @Test
  void eventIsInTheAnswerAfterItsPositionAndAfterARestart() {
    String question =
        "{\"measures\":[\"count\"],\"every\":\"none\",\"after\":\"%s\",\"timeout\":\"60s\"}";
    Positions position;
    try (RunningServer server = RunningServer.start(folder)) {
      position = server.sendEvents("{\"event\":\"signed_up\",\"user\":\"ada\"}");
      JsonNode answer = server.query(question.formatted(position));

      assertThat(answer.path("rows").path(0).path(0).asLong()).isEqualTo(1);
    }
    try (RunningServer server = RunningServer.start(folder)) {
      JsonNode answer = server.query(question.formatted(position));

      assertThat(answer.path("rows").path(0).path(0).asLong()).isEqualTo(1);
    }
  }

  @Test
  void tellsHowItIsDoing() {
    try (RunningServer server = RunningServer.start(folder)) {
      server.awaitStored(
          server.sendEvents("{\"event\":\"e\",\"user\":\"u\"}\n{\"event\":\"f\",\"user\":\"v\"}"));
      JsonNode status = JSON.readTree(server.get("/v1/status", server.readKey()).body());

      assertThat(status.path("ready").asBoolean()).isTrue();
      assertThat(status.path("problems")).isEmpty();
      assertThat(status.path("stages").path("ingest").path("events").asLong()).isEqualTo(2);
      assertThat(status.path("store").path("events").asLong()).isEqualTo(2);
      assertThat(status.path("bytes").path("accepted").asLong()).isPositive();
      assertThat(status.path("limits").path("ingest.max-body").asString()).isEqualTo("4MiB");
      assertThat(status.toString()).doesNotContain(server.writeKey()).doesNotContain("keys.write");
      assertThat(server.get("/v1/status", server.writeKey()).statusCode()).isEqualTo(403);
      assertThat(server.get("/health/live", "").statusCode()).isEqualTo(200);
      assertThat(server.get("/health/ready", "").body()).contains("ready");
      assertThat(server.get("/metrics", "").body())
          .contains("millrace_events_total{stage=\"ingest\"} 2.0")
          .contains("millrace_lag_events")
          .contains("millrace_write_amplification")
          .contains("jvm_memory_used_bytes");
      assertThat(JSON.readTree(server.get("/openapi.json", "").body()).path("openapi").asString())
          .isEqualTo("3.1.0");
    }
  }

  @Test
  void queueThatIsFullIsAProblemWhereItRefuses() throws IOException {
    Map<String, String> settings = Map.of("query.max-answers", "1", "live.readers", "1");
    String live = "/v1/live?q=%7B%22every%22%3A%22none%22%7D&key=";
    try (RunningServer server = RunningServer.start(folder, settings)) {
      server.query("{\"every\":\"none\"}");
      server.query("{\"every\":\"day\"}");
      assertThat(problems(server)).isEmpty();

      try (RawClient reader = new RawClient(server.url().getPort())) {
        reader.send("GET " + live + server.readKey() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(reader.readHead().status()).isEqualTo(200);
        assertThat(problems(server).toString()).contains("its queue readers is full");
      }
    }
  }

  private static JsonNode problems(RunningServer server) {
    return JSON.readTree(server.get("/v1/status", server.readKey()).body()).path("problems");
  }

  @Test
  void secondStartWithTheSameFolderIsRefused() {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(server.writeKey()).isNotEmpty();
      assertThatThrownBy(() -> RunningServer.start(folder))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.STORE_LOCKED))
          .hasMessageContaining("in use by another Millrace");
    }
  }

  @Test
  void secondStartWithTheSamePortToo() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<String, String> same = Map.of("http.port", "" + port);
    try (RunningServer server = RunningServer.start(folder, same)) {
      assertThat(server.writeKey()).isNotEmpty();
      assertThatThrownBy(() -> RunningServer.start(folder, same))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.STORE_LOCKED));
    }
  }

  @Test
  void portInUseIsRefusedBeforeAnythingIsMade() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> settings =
          Map.of("port", "" + taken.getLocalPort(), "data", folder.resolve("new").toString());

      assertThatThrownBy(() -> Millrace.start(Settings.of(settings)))
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
      assertThat(folder.resolve("new")).doesNotExist();
    }
  }

  @Test
  void folderThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> RunningServer.start(file))
        .hasMessageContaining("the data folder " + file + " cannot be used");
  }
}
