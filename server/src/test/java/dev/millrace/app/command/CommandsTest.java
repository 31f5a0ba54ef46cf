package dev.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.client.FaultyServer;
import dev.millrace.app.settings.AllSettings;
import dev.millrace.app.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {
  @TempDir Path folder;

  @Test
  void withoutACommandItShowsWhatThereIs() {
    CommandLineFixture run = CommandLineFixture.run();

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "demo", "serve", "import", "export", "query", "tail", "check", "millrace help COMMAND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "serve", "import", "export", "query", "tail", "check"})
  void helpTeachesWithExamples(String command) {
    CommandLineFixture run = CommandLineFixture.run("help", command);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Examples:", "  millrace " + command);
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
    assertThat(CommandLineFixture.run(command, "--help").out()).isEqualTo(run.out());
  }

  @Test
  void versionIsOneLine() {
    assertThat(CommandLineFixture.run("--version").out()).matches("millrace \\S+\\R");
  }

  @Test
  void wrongUseEndsWithStatusTwoAndTheNearestFlag() {
    CommandLineFixture run = CommandLineFixture.run("check", "--http.prt=1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--http.port");
    assertThat(CommandLineFixture.run("nonsense").status()).isEqualTo(2);
    assertThat(CommandLineFixture.run("query").status()).isEqualTo(2);
    assertThat(CommandLineFixture.run("query", "count of").status()).isEqualTo(2);
    assertThat(CommandLineFixture.run("demo", "--rate", "-1").status()).isEqualTo(2);
    assertThat(CommandLineFixture.run("query", "count", "--url", "ftp://x").status()).isEqualTo(2);
  }

  @Test
  void checkPrintsEverySettingWithItsOrigin() throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "query.max-running: 9\n");
    CommandLineFixture run =
        CommandLineFixture.run(
            "check",
            "--config",
            file.toString(),
            "--port",
            "9000",
            "--write-key",
            "hush",
            "--log.kafka",
            "k:9092",
            "--log.client",
            "sasl.jaas.config=hush");

    assertThat(run.status()).as(run.err()).isZero();
    for (Setting<?> setting : AllSettings.LIST) {
      assertThat(run.out()).contains(setting.name(), setting.description());
    }
    assertThat(run.out())
        .containsPattern("http\\.port +9000 +flag --port")
        .containsPattern("query\\.max-running +9 +\\S+m\\.yaml:1")
        .containsPattern("keys\\.write +\\(hidden\\)")
        .containsPattern("log\\.client\\.sasl\\.jaas\\.config +\\(hidden\\)")
        .contains("Kafka at k:9092")
        .doesNotContain("hush");
  }

  @Test
  void checkSaysWhenTheLogKeepsEventsForLessSinceNobodyWantsThemLonger() {
    CommandLineFixture run =
        CommandLineFixture.run("check", "--retention.days=3", "--log.retention=7d");
    assertThat(run.out())
        .contains("3 days after the day of the event")
        .contains("the log keeps them for 4d, since no project wants them longer");
    assertThat(CommandLineFixture.run("check", "--retention.days=30").out())
        .doesNotContain("the log keeps");
  }

  @Test
  void checkRefusesAWrongConfigurationWithStatusTwo() throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "stroe: {memory: 1GiB}\n");
    CommandLineFixture run = CommandLineFixture.run("check", "--config", file.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("m.yaml:1: no setting stroe.memory; the nearest is store.memory");
  }

  @Test
  void serverThatIsNotThereIsOneReadableLine() {
    CommandLineFixture run = CommandLineFixture.run("query", "count", "--url", "localhost:1");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines().toList())
        .containsExactly(
            "millrace: http://localhost:1 does not answer",
            "  is the server running? start one with `millrace serve`, or name another with --url");
  }

  @Test
  void answerIsATableWithNumbersToTheRight() throws IOException {
    try (FaultyServer server = new FaultyServer()) {
      CommandLineFixture run =
          CommandLineFixture.run("query", "count by plan", "--url", server.url().toString());

      assertThat(run.out())
          .isEqualToNormalizingNewlines(
              """
              time              plan  count  sum(amount)
              ────────────────  ────  ─────  ───────────
              2026-01-01 00:00  pro   1,200         1.50
              2026-01-01 01:00  -         7            -
              """);
      assertThat(run.err()).contains("2 rows · 1.25 ms · from events · UTC");
    }
  }

  @Test
  void jsonAnswerIsLeftAsItIs() throws IOException {
    try (FaultyServer server = new FaultyServer()) {
      CommandLineFixture run =
          CommandLineFixture.run("query", "{}", "--json", "--url", server.url().toString());

      assertThat(run.out()).startsWith("{\"columns\":");
      assertThat(server.questions()).containsExactly("{}");
    }
  }

  @Test
  void wordsBecomeAQuestion() {
    JsonNode question =
        JsonMapper.shared()
            .readTree(
                QuestionWords.toJson(
                    "count, p95(amount) of checkout by plan where country = DE and amount > 10"
                        + " every hour from -1d to 2026-03-01 in Europe/Berlin limit 3"));

    assertThat(question.toString())
        .isEqualTo(
            "{\"kind\":\"trend\",\"measures\":[\"count\",\"p95(amount)\"],\"events\":[\"checkout\"],"
                + "\"where\":[{\"property\":\"country\",\"op\":\"=\",\"value\":\"DE\"},"
                + "{\"property\":\"amount\",\"op\":\">\",\"value\":10}],\"by\":[\"plan\"],\"limit\":3,"
                + "\"every\":\"hour\",\"from\":\"-1d\",\"to\":\"2026-03-01\","
                + "\"timezone\":\"Europe/Berlin\"}");
  }

  @Test
  void aQuestionThatTheServerCannotReadIsWrongUse() throws IOException {
    try (FaultyServer server = new FaultyServer()) {
      CommandLineFixture run =
          CommandLineFixture.run(
              "query", "{\"kind\":\"nonsense\"}", "--url", server.url().toString());

      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("invalid_question");
    }
  }

  @Test
  void keyIsRefusedReadably() throws IOException {
    try (FaultyServer server = new FaultyServer()) {
      CommandLineFixture run =
          CommandLineFixture.run(
              "query", "count", "--url", server.url().toString(), "--key", "write");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .isEqualToNormalizingNewlines("millrace: not now (forbidden)\n  later\n");
    }
  }
}
