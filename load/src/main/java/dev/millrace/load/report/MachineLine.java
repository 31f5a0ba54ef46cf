package dev.millrace.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine in one line, as far as it tells. */
public final class MachineLine {
  private MachineLine() {}

  public static String text() {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %.0f GiB, %s %s, Java %s; generator and target on the same machine",
        Runtime.getRuntime().availableProcessors(),
        line(Path.of("/proc/cpuinfo"), "model name"),
        memoryGib(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.version"));
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
