package dev.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.Millrace;
import dev.millrace.app.settings.Settings;
import dev.millrace.http.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LoadCommandTest {
  private final StringWriter told = new StringWriter();
  @TempDir private Path folder;

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--report=" + folder.resolve("report"));
    CommandLine line = LoadCommand.commandLine();
    line.setOut(new PrintWriter(told, true)).setErr(new PrintWriter(told, true));
    return line.execute(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--target discard --rate 0                      | --rate must be more than 0",
        "--target discard --duration 0s                 | --duration must be more than 0s",
        "--target discard --shape spike --duration 30s  | must be more than 30s",
        "--target discard --features 1001               | --features must be at most 1000",
        "--target discard --late 2                      | a share is 0 to 1",
        "--target discard --connections 0               | --connections must be at least 1",
        "--target discard --live 10                     | need --target millrace",
        "--url https://host --key w --read-key r        | must be plain http",
        "--url http://host/prefix --key w --read-key r  | must be plain http",
        "--target postgres --postgres host:5432         | --postgres must be a URL",
        "--target postgres --pool 0                     | --pool must be at least 1"
      })
  void refusesWhatMakesNoSenseBeforeAnythingIsStarted(String arguments, String why) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(told.toString()).contains(why);
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void saysThatNoServerAnswersBeforeItSends() {
    assertThat(run("--url", "http://127.0.0.1:1", "--key", "w", "--read-key", "r")).isEqualTo(1);
    assertThat(told.toString()).contains("no server answers at http://127.0.0.1:1");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void saysWhichKeyIsNotTakenBeforeItSends(@TempDir Path data) {
    try (Millrace millrace =
        Millrace.start(
            Settings.of(
                Map.of(
                    "data", data.toString(),
                    "http.port", "0",
                    "log.port", "0",
                    "log.reserve", "0",
                    "store.reserve", "0")))) {
      String url = millrace.url().toString();
      String write = millrace.keys().secret(Scope.WRITE);
      String read = millrace.keys().secret(Scope.READ);

      assertThat(run("--url", url, "--key", read, "--read-key", read)).isEqualTo(1);
      assertThat(told.toString()).contains("does not take the write key");
      assertThat(run("--url", url, "--key", write, "--read-key", "unknown")).isEqualTo(1);
      assertThat(told.toString()).contains("does not take the read key");
    }
  }

  @Test
  void constantRateThatIsMissedIsAFailure() throws IOException {
    String[] arguments = {
      "--target=discard", "--rate=2000", "--warm-up=0s", "--duration=2s", "--connections=4"
    };
    assertThat(run(arguments)).isEqualTo(0);

    List<String> hard = new ArrayList<>(List.of(arguments));
    hard.add("--p99=0.0001");
    assertThat(run(hard.toArray(String[]::new))).isEqualTo(1);
    assertThat(told.toString()).contains("is above the limit");
    assertThat(Files.readString(folder.resolve("report/report.json")))
        .contains("\"p99_limit_ms\" : 1.0E-4")
        .contains("\"seed\" : 1");
  }

  @Test
  void showsNoSecretInItsReport() {
    assertThat(
            CommandText.of(
                List.of(
                    "--key",
                    "abc",
                    "--read-key=def",
                    "--postgres",
                    "jdbc:postgresql://h/d?password=ghi&user=u",
                    "--rate",
                    "10")))
        .isEqualTo(
            "millrace load --key … --read-key=… --postgres"
                + " jdbc:postgresql://h/d?password=…&user=u --rate 10");
  }
}
