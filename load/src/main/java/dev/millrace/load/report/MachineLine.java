package dev.millrace.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The machine in one line, as far as it tells. */
public final class MachineLine {
  private static final Set<String> LOCAL = Set.of("", "localhost", "127.0.0.1", "[::1]");

  private MachineLine() {}

  /**
   * @param targetHost where the target is; empty if this program has started it
   */
  public static String text(String targetHost) {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %.0f GiB, %s %s, Java %s; %s",
        Runtime.getRuntime().availableProcessors(),
        line(Path.of("/proc/cpuinfo"), "model name"),
        memoryGib(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        LOCAL.contains(targetHost)
            ? "generator and target on the same machine"
            : "this is the generator's; the target is on " + targetHost);
  }

  private static double memoryGib() {
    String digits = line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) / 1024.0 / 1024.0;
  }

  private static String line(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException _) {
      return "";
    }
  }
}
