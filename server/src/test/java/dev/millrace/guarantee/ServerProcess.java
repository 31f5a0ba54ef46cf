package dev.millrace.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Positions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The built program as a process of its own, which can be killed. Ready or not: {@link #start}
 * returns at once. Closing it kills it if it still runs.
 */
final class ServerProcess implements AutoCloseable {
  static final String WRITE_KEY = "mr_write_guarantee_0123456789";
  static final String READ_KEY = "mr_read_guarantee_0123456789";

  /** Heap of the program. */
  static final int HEAP_MIB = 384;

  /**
   * As the launcher's, with the compiler that is quick to start. A cache is used if it is there.
   */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx" + HEAP_MIB + "m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xlog:aot*=off",
          "-Xlog:cds*=off");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern READY = Pattern.compile("is ready.* at (http://\\S+)");

  /** Far beyond what a start takes, for machines that have much else to do. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final int KEPT_LINES = 200;

  private final Process process;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final Thread reading;

  private ServerProcess(Process process) {
    this.process = process;
    reading = Thread.ofVirtual().name("server-output").start(this::readOutput);
  }

  /**
   * Starts the program on free ports.
   *
   * @param settings by name, such as {@code ingest.max-batch}
   */
  static ServerProcess start(Path folder, Map<String, String> settings) throws IOException {
    Path target = Path.of(System.getProperty("millrace.home"), "server/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.add("-XX:AOTCache=" + target.resolve("millrace.aot"));
    command.addAll(List.of("-cp", target.resolve("millrace.jar").toString()));
    command.addAll(List.of("dev.millrace.app.Main", "serve"));
    command.add("--data=" + folder);
    command.add("--write-key=" + WRITE_KEY);
    command.add("--read-key=" + READ_KEY);
    command.addAll(List.of("--port=0", "--log.port=0", "--log.reserve=0", "--store.reserve=0"));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
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
    url.completeExceptionally(new IllegalStateException("the program has ended"));
  }

  /** Waits until it says that it is ready, and tells where it answers. */
  URI awaitReady() throws InterruptedException {
    try {
      return url.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("not ready: " + e + "\n" + String.join("\n", output), e);
    }
  }

  /** Waits at most so long for it to get ready, and tells whether it is. */
  boolean isReadyWithin(Duration time) throws InterruptedException {
    try {
      url.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(String.join("\n", output), e);
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reading.join();
  }

  /** SIGTERM, and the whole way down. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    reading.join();
    assertThat(process.exitValue()).as(String.join("\n", output)).isZero();
  }

  /** Sends events that must all be accepted, and tells up to where the log has them. */
  Positions send(String path, String body) throws InterruptedException {
    HttpResponse<String> response = post(path, WRITE_KEY, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return position(response);
  }

  /** Up to where the log has what a request brought. */
  static Positions position(HttpResponse<?> response) {
    return Positions.parse(response.headers().firstValue("millrace-position").orElse(""));
  }

  /** The first row of the answer to a question, which must have one. */
  JsonNode ask(String question) throws InterruptedException {
    HttpResponse<String> response = post("/v1/query", READ_KEY, question);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("rows").path(0);
  }

  JsonNode status() throws InterruptedException {
    HttpResponse<String> response = answer(request("/v1/status", READ_KEY).GET());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Sends JSON, whatever the answer may be. */
  HttpResponse<String> post(String path, String key, String body) throws InterruptedException {
    return answer(
        request(path, key)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, String key) throws InterruptedException {
    return HttpRequest.newBuilder(awaitReady().resolve(path))
        .timeout(ANSWER_LIMIT)
        .header("authorization", "Bearer " + key);
  }

  private HttpResponse<String> answer(HttpRequest.Builder request) throws InterruptedException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(String.join("\n", output), e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.destroyForcibly();
  }
}
