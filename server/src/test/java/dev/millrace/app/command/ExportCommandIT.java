package dev.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.RunningServer;
import dev.millrace.event.Positions;
import dev.millrace.http.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything goes out into files, and comes in again as the same. */
class ExportCommandIT {
  private static final String NATIVE =
      """
      {"event":"visited","user":"phone","id":"1","time":"2026-01-01T10:00:00Z"}
      {"event":"$identify","user":"ada","anonymous":"phone","id":"2","time":"2026-01-01T10:01:00Z","properties":{"plan":"pro"}}
      {"event":"bought","user":"ada","id":"0199c3a4-8f00-7000-8000-00000000abcd","time":"2026-01-02T23:59:59.999999Z","properties":{"amount":12.50,"odd \\"name\\"":"it's\\n","deep":{"list":[1,null,true]}},"context":{"page":{"path":"/ü"}}}
      {"event":"bought","user":"bob","id":"4","time":"2026-01-03T00:00:00Z","properties":{"amount":7}}
      """;

  /** A client whose clock is a day behind. */
  private static final String SKEWED =
      """
      {"sentAt":"2026-01-03T10:00:10Z","batch":[{"type":"track","event":"bought","userId":"eve",
      "messageId":"5","timestamp":"2026-01-03T10:00:00Z","properties":{"amount":1}}]}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "ndjson"})
  void importOfAnExportGivesTheSameAnswersHoweverOften(String format) throws IOException {
    Path files = folder.resolve("files");
    List<String> expected;
    try (RunningServer first = RunningServer.start(folder.resolve("first"))) {
      first.awaitStored(first.sendEvents(NATIVE));
      first.awaitStored(first.sendEvents(Story.events(3_000)));
    }
    try (RunningServer first = RunningServer.start(folder.resolve("first"))) {
      first.awaitStored(
          first.sendEvents(
              "{\"event\":\"visited\",\"user\":\"zoe\",\"id\":\"6\",\"time\":\"2026-01-03\"}"));
      expected = Story.answers(first);
      CommandLineFixture run = export(first, "2026-01-01", "2026-01-05", format, files);
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.out()).contains("3,005 events of 4 days written");

      // Those that the server has already are repeats to it.
      assertThat(importInto(first, files).status()).isZero();
      assertThat(Story.answers(first)).isEqualTo(expected);
      assertThat(folder.resolve("first/store/answers")).isEmptyDirectory();
    }
    try (Stream<Path> days = Files.list(files)) {
      assertThat(days.map(day -> day.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "day=2026-01-01", "day=2026-01-02", "day=2026-01-03", "day=2026-01-04");
    }
    try (RunningServer second = RunningServer.start(folder.resolve("second"))) {
      for (int time = 0; time < 2; time++) {
        CommandLineFixture run = importInto(second, files);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(Story.answers(second)).isEqualTo(expected);
      }
      HttpResponse<String> bought = second.get("/v1/events?name=bought&user=ada", second.readKey());
      assertThat(bought.body())
          .contains("2026-01-02T23:59:59.999999Z")
          .contains("\"path\":\"/ü\"")
          .contains("odd \\\"name\\\"");
    }
  }

  @Test
  void aClockThatIsWrongIsKeptAsItWasSoThatRetriesAreKnown() throws IOException {
    Path files = folder.resolve("files");
    try (RunningServer server = RunningServer.start(folder.resolve("first"))) {
      HttpResponse<String> sent = server.post("/v1/batch", server.writeKey(), SKEWED);
      server.awaitStored(
          Positions.parse(sent.headers().firstValue("millrace-position").orElse("")));
      assertThat(export(server, "2026-01-01", "2100-01-01", "ndjson", files).status()).isZero();
      assertThat(importInto(server, files).status()).isZero();
      assertThat(server.millrace().store().status().events()).isEqualTo(1);
      try (Stream<Path> all = Files.walk(files)) {
        Path single = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        assertThat(importInto(server, single).status()).isZero();
      }
      assertThat(server.millrace().store().status().events()).isEqualTo(1);
    }
  }

  @Test
  void otherToolsReadTheFiles() throws SQLException {
    Path files = folder.resolve("files");
    try (RunningServer server = RunningServer.start(folder.resolve("first"))) {
      server.awaitStored(server.sendEvents(NATIVE));
      assertThat(export(server, "2026-01-01", "2026-01-05", "parquet", files).status()).isZero();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select day, id, \"user\", epoch_us(time), properties->>'$.amount', \"offset\" >= 0"
                    + " from read_parquet('%s/*/*.parquet', hive_partitioning = true)"
                        .formatted(files)
                    + " where event = 'bought' order by day")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("2026-01-02");
      assertThat(row.getString(2)).isEqualTo("0199c3a4-8f00-7000-8000-00000000abcd");
      assertThat(row.getString(3)).isEqualTo("ada");
      assertThat(row.getLong(4)).isEqualTo(1_767_398_399_999_999L);
      assertThat(row.getDouble(5)).isEqualTo(12.5);
      assertThat(row.getBoolean(6)).isTrue();
    }
  }

  @Test
  void saysWhatIsWrongAndWhoMayAsk() {
    try (RunningServer server = RunningServer.start(folder.resolve("first"))) {
      String admin = server.millrace().keys().secret(Scope.ADMIN);
      String day = "/v1/export?from=2026-01-01&to=2026-01-02";
      assertThat(server.get(day, server.readKey()).statusCode()).isEqualTo(403);
      assertThat(server.get(day + "&format=csv", admin).statusCode()).isEqualTo(400);
      assertThat(server.get("/v1/export?from=soon&to=2026-01-02", admin).body())
          .contains("invalid_request")
          .contains("from=2026-11-24");
      assertThat(
              CommandLineFixture.run("export", "--from=2026-01-02", "--to=2026-01-01", "x").err())
          .contains("is not before");
      assertThat(CommandLineFixture.run("export", "--from=2026-01-01", "--format=csv", "x").err())
          .contains("parquet or ndjson");
    }
  }

  @Test
  void hasTheNextWaitAMomentForTheOneThatIsRead()
      throws IOException, InterruptedException, ExecutionException {
    try (RunningServer server = RunningServer.start(folder.resolve("first"))) {
      String admin = server.millrace().keys().secret(Scope.ADMIN);
      Positions last = Positions.ofNext();
      for (int i = 0; i < 20; i++) {
        last = server.sendEvents(largeEvents(i));
      }
      server.awaitStored(last);
      String path = "/v1/export?from=2026-01-01&to=2026-01-02";
      HttpRequest request =
          HttpRequest.newBuilder(server.url().resolve(path))
              .header("Authorization", "Bearer " + admin)
              .build();
      // There is more than the buffers between them hold, so the server waits for the reader.
      try (HttpClient client = HttpClient.newHttpClient();
          InputStream file = client.send(request, BodyHandlers.ofInputStream()).body()) {
        HttpResponse<String> refused = server.get(path, admin);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("query_overloaded", "exports");

        Future<HttpResponse<String>> next =
            ForkJoinPool.commonPool().submit(() -> server.get(path, admin));
        assertThat(file.readAllBytes()).hasSizeGreaterThan(8_000_000);
        assertThat(next.get().statusCode()).isEqualTo(200);
      }
    }
  }

  /** Of which nothing can be compressed away. */
  private static String largeEvents(int seed) {
    Random random = new Random(seed);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      byte[] bytes = new byte[20_000];
      random.nextBytes(bytes);
      lines.append(
          "{\"event\":\"large\",\"user\":\"ada\",\"id\":\"%d-%d\",\"time\":\"2026-01-01T10:00:00Z\",\"properties\":{\"x\":\"%s\"}}\n"
              .formatted(seed, i, Base64.getEncoder().encodeToString(bytes)));
    }
    return lines.toString();
  }

  private static CommandLineFixture export(
      RunningServer server, String from, String to, String format, Path into) {
    return CommandLineFixture.run(
        "export",
        "--url=" + server.url(),
        "--key=" + server.millrace().keys().secret(Scope.ADMIN),
        "--from=" + from,
        "--to=" + to,
        "--format=" + format,
        into.toString());
  }

  private static CommandLineFixture importInto(RunningServer server, Path files) {
    return CommandLineFixture.run(
        "import",
        "--url=" + server.url(),
        "--key=" + server.millrace().keys().secret(Scope.ADMIN),
        files.toString());
  }
}
