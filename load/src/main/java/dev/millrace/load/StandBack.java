package dev.millrace.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets other programs have the processors first. On Linux the priority is a thread's: those that
 * are there get it one by one, and later threads and processes get it from whoever starts them.
 */
final class StandBack {
  private static final Path THREADS = Path.of("/proc/self/task");

  private StandBack() {}

  /**
   * Changes this process, and what it starts from now on; there is no way back.
   *
   * @param niceness 0 to 19, not less than before
   */
  static void to(int niceness) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("renice", "-n", String.valueOf(niceness), "-p"));
    command.addAll(threads());
    Process renice =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    // What it says of threads that have ended meanwhile does not matter.
    int unused = renice.waitFor();
  }

  private static List<String> threads() throws IOException {
    if (!Files.isDirectory(THREADS)) {
      return List.of(String.valueOf(ProcessHandle.current().pid()));
    }
    try (Stream<Path> threads = Files.list(THREADS)) {
      return threads.map(thread -> thread.getFileName().toString()).toList();
    }
  }
}
