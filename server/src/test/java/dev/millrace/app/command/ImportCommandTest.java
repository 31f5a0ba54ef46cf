package dev.millrace.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.client.FaultyServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ImportCommandTest {
  @TempDir Path folder;
  private final FaultyServer server;

  ImportCommandTest() throws IOException {
    server = new FaultyServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsEveryLineOnceAndWaitsUntilTheyAreQueryable() throws IOException {
    Path file = lines("edits.json", 2_500);

    CommandLineFixture run = run(file, "--map", "time=time,user=user,event=channel");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("2,500 of 2,500 lines accepted").contains("queryable");
    assertThat(server.accepted()).hasSize(2_500);
    assertThat(server.accepted())
        .extracting(event -> event.path("user").asString(""))
        .contains("user 0", "user 2499");
    assertThat(server.questions()).singleElement().asString().contains("\"after\":\"0:2499\"");
  }

  @Test
  void packedFileGivesTheSameIds() throws IOException {
    Path plain = lines("edits.json", 50);
    Path packed = folder.resolve("sub/edits.json.gz");
    Files.createDirectories(packed.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Files.readAllBytes(plain));
    }

    assertThat(run(plain).status()).isZero();
    List<String> first = ids(server.accepted());
    assertThat(run(packed).status()).isZero();

    assertThat(ids(server.accepted().subList(50, 100))).containsExactlyInAnyOrderElementsOf(first);
    assertThat(first).doesNotHaveDuplicates();
  }

  @Test
  void sendsAgainWhatAnOverloadedServerRefuses() throws IOException {
    server.failNext(503, "0");
    server.failNext(429, "0");
    server.failNext(503, "soon");

    CommandLineFixture run = run(lines("f", 300), "--batch", "100");

    assertThat(run.status()).isZero();
    assertThat(server.requests()).isEqualTo(6);
    assertThat(server.accepted()).hasSize(300);
  }

  @Test
  void givesUpWhenTheServerStaysBusy() throws IOException {
    server.failNext(503, "5");

    CommandLineFixture run = run(lines("f", 1), "--retry-seconds", "0");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("millrace: not now (ingest_overloaded)").contains("  later");
  }

  @Test
  void dividesABatchThatIsTooLarge() throws IOException {
    server.refuseMoreThan(30);

    CommandLineFixture run = run(lines("f", 100));

    assertThat(run.status()).isZero();
    assertThat(server.accepted()).hasSize(100);
  }

  @Test
  void neverHasMoreRequestsRunningThanConnections() throws IOException {
    run(lines("f", 500), "--batch", "10", "--connections", "3");

    assertThat(server.mostRunning()).isLessThanOrEqualTo(3);
    assertThat(server.accepted()).hasSize(500);
  }

  @Test
  void tellsWhichLinesAreRefusedAndFails() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("f"),
            """
            {"event":"good","user":"u"}

            {"event":"bad","user":"u"}
            no JSON
            {"event":"good","user":"u"}
            """);

    CommandLineFixture run = run(file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("2 of 4 lines accepted")
        .contains("1 refused: invalid_event")
        .contains("  line 3: it is bad")
        .contains("1 refused: malformed_json")
        .contains("  line 4: ");
    assertThat(run(file, "--allow-rejected").status()).isZero();
  }

  @Test
  void keyThatMayNotReadEndsWithoutWaiting() throws IOException {
    CommandLineFixture run =
        CommandLineFixture.run(
            "import", lines("f", 1).toString(), "--url", server.url().toString(), "--key", "write");

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("--read-key");
  }

  @Test
  void emptyFileIsFine() throws IOException {
    CommandLineFixture run = run(Files.createFile(folder.resolve("empty")));

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("0 of 0 lines accepted");
  }

  @Test
  void wrongUseIsExplained() {
    assertThat(run(folder.resolve("none")))
        .satisfies(run -> assertThat(run.status()).isEqualTo(2))
        .satisfies(run -> assertThat(run.err()).contains("is not a readable file"));
    assertThat(run(folder, "--map", "name=x").err()).contains("\"name=x\" is no mapping");
    assertThat(run(folder, "--batch", "0").err())
        .contains("--batch is 0; it takes a number from 1 to 5000");
  }

  private CommandLineFixture run(Path file, String... more) {
    return CommandLineFixture.run(
        Stream.concat(
                Stream.of(
                    "import", file.toString(), "--url", server.url().toString(), "--key", "admin"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Path lines(String name, int count) throws IOException {
    String text =
        IntStream.range(0, count)
            .mapToObj(i ->
                "{\"time\":\"2015-09-12T00:46:58.771Z\",\"channel\":\"c\",\"event\":\"e\",\"user\":\"user "
                    + i
                    + "\"}")
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  private static List<String> ids(List<JsonNode> events) {
    return events.stream().map(event -> event.path("id").asString("")).toList();
  }
}
