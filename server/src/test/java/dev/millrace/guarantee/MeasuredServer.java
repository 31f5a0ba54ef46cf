package dev.millrace.guarantee;

import dev.millrace.http.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program in a process of its own, all of whose heap is resident from the start: what its
 * resident size grows by is outside the heap. A heap that is too small ends it.
 */
final class MeasuredServer implements AutoCloseable {
  static final String WRITE_KEY = "mr_write_hostile_0123456789";
  static final String READ_KEY = "mr_read_hostile_0123456789";

  private static final Pattern READY = Pattern.compile("is ready.* at (http://\\S+)");

  private final Process process;
  private final URI url;

  private MeasuredServer(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  static MeasuredServer start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-Xms256m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.millrace.app.Main",
                    "serve",
                    "--data=" + folder,
                    "--port=0",
                    "--log.port=0",
                    "--log.reserve=0",
                    "--store.reserve=0",
                    "--store.memory=128MiB",
                    "--write-key=" + WRITE_KEY,
                    "--read-key=" + READ_KEY))
            .redirectErrorStream(true)
            .start();
    StringBuilder said = new StringBuilder();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return new MeasuredServer(process, URI.create(ready.group(1)));
      }
    }
    process.destroyForcibly();
    throw new AssertionError("not ready: " + said);
  }

  RawClient connect() throws IOException {
    return new RawClient(url.getPort());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What the system has given it, in bytes. */
  long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new AssertionError("no VmRSS");
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
