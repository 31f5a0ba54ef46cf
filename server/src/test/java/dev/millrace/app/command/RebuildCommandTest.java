package dev.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import dev.millrace.http.Scope;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RebuildCommandTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "views.usage.events", "used",
          "views.usage.by", "plan",
          "views.usage.measures", "count, uniques, sum(amount), uniques(article)");
  private static final String QUESTION =
      """
      {"measures":["count","uniques","sum(amount)"],"events":["used"],"by":["plan"],\
      "every":"none","from":"2026-01-01","to":"2026-01-05","after":"%s","timeout":"60s"}
      """;

  @TempDir private Path folder;

  private static String events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            """
            {"event":"%s","user":"u%d","id":"e%d","time":"2026-01-0%dT10:%02d:00Z",\
            "properties":{"plan":"p%d","amount":%d.25}}\
            """
                .formatted(i % 4 == 0 ? "seen" : "used", i % 37, i, 1 + i % 4, i % 60, i % 3, i))
        .collect(Collectors.joining("\n"));
  }

  private static CommandLineFixture run(RunningServer server, String... arguments) {
    String[] all = new String[arguments.length + 5];
    all[0] = "rebuild";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--url";
    all[arguments.length + 2] = server.url().toString();
    all[arguments.length + 3] = "--key";
    all[arguments.length + 4] = server.millrace().keys().secret(Scope.ADMIN);
    return CommandLineFixture.run(all);
  }

  @Test
  void buildsAndChecksViewsAndFillsTheStoreFromTheLog() {
    try (RunningServer server = RunningServer.start(folder, SETTINGS)) {
      Positions positions = server.sendEvents(events(1_000));
      JsonNode before = server.query(QUESTION.formatted(positions));
      assertThat(before.path("meta").path("source").asString()).isEqualTo("usage");
      assertThat(before.path("rows").path(0).path(1).asLong()).isEqualTo(250);

      CommandLineFixture rebuilt = run(server, "usage");
      assertThat(rebuilt.status()).as(rebuilt.err()).isZero();
      assertThat(rebuilt.out()).contains("usage: built in").contains("version 3");

      CommandLineFixture fromLog = run(server, "--from-log");
      assertThat(fromLog.status()).as(fromLog.err()).isZero();
      assertThat(fromLog.out()).contains("store: 1,000 events from the log");
      JsonNode after = server.query(QUESTION.formatted(positions));
      assertThat(after.path("rows")).isEqualTo(before.path("rows"));
      assertThat(after.path("meta").path("source").asString()).isEqualTo("usage");
      // A repeat is still one.
      Positions again = server.sendEvents(events(1_000));
      assertThat(server.query(QUESTION.formatted(again)).path("rows"))
          .isEqualTo(before.path("rows"));

      CommandLineFixture checked = run(server, "--all", "--verify");
      assertThat(checked.status()).as(checked.out()).isZero();
      assertThat(checked.out()).contains("activity: ").contains("usage: ").contains("all equal");
    }
  }

  /** Who is whom, what came late, who was erased, and what views have. */
  @Test
  void theStoreIsTheSameOnceItIsFilledFromTheLog() {
    try (RunningServer server = RunningServer.start(folder, SETTINGS)) {
      server.awaitStored(server.sendEvents(Story.events(2_000)));
      HttpResponse<String> erased =
          server.delete("/v1/users/u5", server.millrace().keys().secret(Scope.ADMIN));
      assertThat(erased.statusCode()).isEqualTo(200);
      server.awaitStored(server.sendEvents(events(200)));
      String used = QUESTION.formatted("0:0");
      List<String> before = Story.answers(server);
      JsonNode view = server.query(used);
      String profile = server.get("/v1/users/u7", server.readKey()).body();
      long stored = server.millrace().store().status().events();

      CommandLineFixture fromLog = run(server, "--from-log");
      assertThat(fromLog.status()).as(fromLog.err()).isZero();

      assertThat(server.millrace().store().status().events()).isEqualTo(stored);
      assertThat(Story.answers(server)).isEqualTo(before);
      assertThat(server.query(used).path("rows")).isEqualTo(view.path("rows"));
      assertThat(server.query(used).path("meta").path("source").asString()).isEqualTo("usage");
      assertThat(server.get("/v1/users/u7", server.readKey()).body()).isEqualTo(profile);
      assertThat(run(server, "--all", "--verify").status()).isZero();
    }
  }

  @Test
  void saysWhatToDoWhenTheLogHasLostItsBeginning() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (RunningServer server =
            RunningServer.start(folder, Map.of("log.port", String.valueOf(port)));
        Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
      Positions end = server.sendEvents(events(100));
      server.awaitStored(end);
      TopicPartition partition = new TopicPartition("millrace.events", 0);
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2))).all().get();

      CommandLineFixture refused = run(server, "--from-log");

      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains("log_incomplete", "partition 0 of the log begins at offset 2")
          .contains("millrace export --from FIRST_DAY DIR", "millrace import DIR");
      assertThat(server.millrace().store().status().events()).isEqualTo(100);
    }
  }

  @Test
  void awaitsTheBuildThatGoesOnAlready() {
    try (RunningServer server = RunningServer.start(folder)) {
      String manyDays =
          IntStream.range(0, 300)
              .mapToObj(day ->
                  "{\"event\":\"used\",\"user\":\"u\",\"id\":\"d%d\",\"time\":%d}"
                      .formatted(day, 1_750_000_000L + day * 86_400L))
              .collect(Collectors.joining("\n"));
      server.awaitStored(server.sendEvents(manyDays));
    }
    try (RunningServer server = RunningServer.start(folder, SETTINGS)) {
      CommandLineFixture rebuilt = run(server, "usage");
      assertThat(rebuilt.status()).as(rebuilt.err()).isZero();
      JsonNode views =
          JsonMapper.shared()
              .readTree(server.get("/v1/views", server.readKey()).body())
              .path("views");
      assertThat(views).hasSize(2);
      assertThat(views.path(1).path("measures").valueStream().map(JsonNode::asString))
          .contains("count", "avg(amount)", "uniques(article)");
      assertThat(rebuilt.out()).contains("version " + views.path(1).path("version"));
    }
  }

  @Test
  void saysWhatIsWrong() {
    try (RunningServer server = RunningServer.start(folder)) {
      assertThat(run(server).status()).isEqualTo(2);
      assertThat(run(server, "activity", "--all").status()).isEqualTo(2);
      CommandLineFixture unknown = run(server, "nothing");
      assertThat(unknown.status()).isEqualTo(1);
      assertThat(unknown.err()).contains("no view nothing").contains("/v1/views");
      assertThat(server.post("/v1/views/activity/rebuild", server.readKey(), "").statusCode())
          .isEqualTo(403);
      assertThat(server.post("/v1/rebuild", server.readKey(), "").statusCode()).isEqualTo(403);
      assertThat(server.get("/v1/views", server.readKey()).body())
          .contains("\"name\":\"activity\"", "\"state\":\"ready\"", "\"uniques\"");
    }
  }
}
