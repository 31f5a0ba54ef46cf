package dev.millrace.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.load.millrace.Affinity;
import dev.millrace.load.pace.Stage;
import dev.millrace.load.run.Progress;
import dev.millrace.load.run.Second;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroubledTest {
  /** The server on the classpath of this test, as the launcher would start it. */
  private static final List<String> COMMAND =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-cp",
          System.getProperty("java.class.path"),
          "dev.millrace.app.Main");

  private static Stage stage(String name) {
    return new Stage(name, 1, Duration.ofSeconds(1), true);
  }

  @Test
  void killsTheServerWithItsStageAndStartsItAgainInItsPlace(@TempDir Path data)
      throws IOException, InterruptedException {
    BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    Progress told =
        new Progress() {
          @Override
          public void stage(Stage stage) {}

          @Override
          public void second(Stage stage, Second second) {}

          @Override
          public void note(String text) {
            notes.add(text);
          }
        };
    List<String> settings = List.of("--log.reserve=0", "--store.reserve=0");
    try (Troubled server = new Troubled(COMMAND, data, settings, Affinity.all().half())) {
      server.access().verify();
      Progress trouble = server.watching(told);

      trouble.stage(stage("calm"));
      assertThat(notes).isEmpty();
      trouble.stage(stage(Troubled.KILLED));

      assertThat(notes.poll(2, TimeUnit.MINUTES)).contains("killed and is ready again");
      server.access().verify();
    }
  }
}
