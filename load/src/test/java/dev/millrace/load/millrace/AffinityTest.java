package dev.millrace.load.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AffinityTest {
  private static final Affinity FOUR = new Affinity(List.of(0, 1, 4, 5), 4);

  /** Tells the processors of its threads, and of a process that it starts, a line each. */
  static final class Child {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      Affinity.all().last(1).keep(ProcessHandle.current().pid());
      try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
        for (Path thread : threads.toList()) {
          print(Files.readAllLines(thread.resolve("status")));
        }
      }
      Process later = new ProcessBuilder("cat", "/proc/self/status").start();
      print(later.inputReader(StandardCharsets.UTF_8).lines().toList());
    }

    private static void print(List<String> status) {
      status.stream()
          .filter(line -> line.startsWith("Cpus_allowed_list"))
          .forEach(System.out::println);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void holdsForAllThreadsAndForWhatIsStartedLater() throws IOException {
    int last = Affinity.all().processors().getLast();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines = child.inputReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(lines).hasSizeGreaterThan(5).containsOnly("Cpus_allowed_list:\t" + last);
  }

  @Test
  void takesTheLastOfThoseThatThereAre() {
    assertThat(FOUR.half()).isEqualTo(new Affinity(List.of(4, 5), 4));
    assertThat(FOUR.last(9)).isEqualTo(FOUR);
    assertThat(new Affinity(List.of(3), 1).half().processors()).containsExactly(3);
  }

  @Test
  void tellsHowManyThereAre() {
    assertThat(FOUR.told()).isEqualTo("all 4");
    assertThat(FOUR.last(1).told()).isEqualTo("1 of 4, with the generator");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysWhyItCouldNotBeSet() {
    Affinity none = new Affinity(List.of(100_000), 2);

    assertThatThrownBy(() -> none.keep(ProcessHandle.current().pid()))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("processors could not be set");
  }
}
