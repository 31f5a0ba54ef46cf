package dev.millrace.load.millrace;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The processors that a process may use, which Linux keeps for each thread; elsewhere all.
 *
 * @param processors their numbers, ascending
 * @param of how many this program had when it began
 */
public record Affinity(List<Integer> processors, int of) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  public Affinity {
    processors = List.copyOf(processors);
  }

  /** All that this program may use. */
  public static Affinity all() throws IOException {
    List<Integer> allowed = allowed();
    return new Affinity(allowed, allowed.size());
  }

  /** The last of them, at most so many. */
  public Affinity last(int count) {
    int most = Math.min(count, processors.size());
    return new Affinity(processors.subList(processors.size() - most, processors.size()), of);
  }

  /** The half of them, one if there is one. */
  public Affinity half() {
    return last(Math.max(1, processors.size() / 2));
  }

  /** Keeps a process and what it starts from now on to these processors. */
  public void keep(long pid) throws IOException, InterruptedException {
    if (processors.size() == of) {
      return;
    }
    String list = processors.stream().map(String::valueOf).collect(Collectors.joining(","));
    Process taskset =
        new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid", list, "" + pid)
            .redirectErrorStream(true)
            .start();
    String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (taskset.waitFor() != 0) {
      throw new MillraceException(
          Fault.INTERNAL_ERROR, "processors could not be set: " + said.strip());
    }
  }

  /** As a fact of a report. */
  public String told() {
    return processors.size() == of
        ? "all %d".formatted(of)
        : "%d of %d, with the generator".formatted(processors.size(), of);
  }

  private static List<Integer> allowed() throws IOException {
    List<Integer> allowed = new ArrayList<>();
    if (!Files.exists(STATUS)) {
      for (int each = 0; each < Runtime.getRuntime().availableProcessors(); each++) {
        allowed.add(each);
      }
      return allowed;
    }
    String list =
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith(ALLOWED))
            .findFirst()
            .orElseThrow()
            .substring(ALLOWED.length())
            .strip();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int each = Integer.parseInt(ends[0]); each <= last; each++) {
        allowed.add(each);
      }
    }
    return allowed;
  }
}
