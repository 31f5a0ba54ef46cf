package dev.millrace.load.millrace;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as a process of its own, started by the launcher as anybody would, with the views that
 * its dashboard needs.
 */
public final class OwnServer implements AutoCloseable {
  private static final String WRITE_KEY = "mr_write_load_0123456789abcdef";
  private static final String READ_KEY = "mr_read_load_0123456789abcdef";
  private static final Pattern READY = Pattern.compile("is ready.* at (http://\\S+)");
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int KEPT_LINES = 100;
  private static final String NICENESS = "10";

  /** Whether an application beside the server has the processors first, and the generator too. */
  public enum Priority {
    ORDINARY,
    BEHIND_OTHERS
  }

  private final Process process;
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final Thread hook;

  private OwnServer(Process process) {
    this.process = process;
    hook = new Thread(process::destroyForcibly, "load-server-end");
    Runtime.getRuntime().addShutdownHook(hook);
    Thread.ofVirtual().name("load-server-output").start(this::readOutput);
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param command the launcher and what comes before {@code serve}
   * @param data its folder
   * @param port 0 for a free one
   * @param settings as flags, such as {@code --store.threads=1}
   */
  public static OwnServer start(List<String> command, Path data, int port, List<String> settings)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("serve", "--data=" + data, "--port=" + port, "--log.port=0"));
    all.addAll(List.of("--write-key=" + WRITE_KEY, "--read-key=" + READ_KEY));
    all.addAll(DashboardQuestions.VIEWS);
    all.addAll(settings);
    OwnServer server = new OwnServer(new ProcessBuilder(all).redirectErrorStream(true).start());
    try {
      URI unused = server.url.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return server;
    } catch (ExecutionException | TimeoutException e) {
      server.close();
      throw new MillraceException(
          Fault.INTERNAL_ERROR, "the server did not start: " + String.join("\n", server.output), e);
    }
  }

  /**
   * The launcher of the checkout that this program was started from.
   *
   * @param priority of the server
   */
  public static List<String> launcher(Priority priority) {
    String home = System.getProperty("millrace.home", "");
    if (home.isEmpty()) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          "a server can only be started by way of the launcher",
          "run ./millrace load, or give --url",
          null);
    }
    String launcher = Path.of(home, "millrace").toString();
    return switch (priority) {
      case ORDINARY -> List.of(launcher);
      case BEHIND_OTHERS -> List.of("nice", "-n", NICENESS, launcher);
    };
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (output.size() > KEPT_LINES) {
          output.poll();
        }
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          url.complete(URI.create(ready.group(1)));
        }
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
    url.completeExceptionally(new IllegalStateException("the server has ended"));
  }

  public ServerAccess access() {
    return new ServerAccess(url.join(), WRITE_KEY, READ_KEY);
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL, and the end of the process. */
  public void kill() throws InterruptedException {
    int unused = process.destroyForcibly().waitFor();
  }

  /** What the report says of it. */
  public static Map<String, String> facts(
      Priority priority, Affinity processors, List<String> settings) {
    return Map.of(
        "settings",
        settings.isEmpty() ? "as they are" : String.join(" ", settings),
        "views",
        "those of the dashboard's questions",
        "priority",
        priority == Priority.ORDINARY ? "ordinary" : "nice " + NICENESS,
        "processors",
        processors.told());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IllegalStateException _) {
      // The program is ending, and the hook with it.
    }
  }
}
