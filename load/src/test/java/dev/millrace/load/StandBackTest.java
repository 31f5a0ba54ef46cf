package dev.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class StandBackTest {
  private static final int NICENESS = 7;

  /** Tells the niceness of its threads, and of a process that it starts, a line each. */
  static final class Child {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      StandBack.to(NICENESS);
      try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
        for (Path thread : threads.toList()) {
          String stat = Files.readString(thread.resolve("stat"));
          // After the name, which is in parentheses, the 17th.
          System.out.println(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        }
      }
      int unused = new ProcessBuilder("nice").inheritIO().start().waitFor();
    }
  }

  @Test
  void holdsForAllThreadsAndForWhatIsStartedLater() throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines = child.inputReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(lines).hasSizeGreaterThan(5).containsOnly(String.valueOf(NICENESS));
  }
}
